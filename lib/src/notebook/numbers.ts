/** Whole numbers up to this are written without separators: 5616 but 31,600. */
const plainUpTo = 9999;

function withDecimals(value: number, decimals: number, greatest = Math.abs(value)): string {
  return value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: greatest > plainUpTo,
  });
}

/** So many that the greatest of some numbers has `digits` significant ones. */
const decimalsFor = (greatest: number, digits: number): number =>
  Math.max(0, digits - 1 - Math.floor(Math.log10(greatest)));

/** A number in `digits` significant digits; very small and large ones as 1.2e-7. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return withDecimals(value || 0, 0); // no -0
  if (size < 1e-4 || size >= 1e9) return value.toExponential(digits - 1);
  return withDecimals(value, decimalsFor(size, digits));
}

/**
 * How the values of one column are written. Numbers of a similar size get the same number of
 * decimals, so that they can be compared at a glance; a missing value is a dash.
 */
export function columnFormat(
  values: readonly unknown[],
  digits: number,
): (value: unknown) => string {
  const sizes = values
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
    .map(Math.abs)
    .filter((size) => size > 0);
  const [least, greatest] = [Math.min(...sizes), Math.max(...sizes)];
  const fractional = sizes.some((size) => !Number.isInteger(size));
  const similar = fractional && least >= 1e-3 && greatest < 1e6 && greatest / least < 1000;
  return (value) => {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'string') return value;
    if (typeof value !== 'number') return JSON.stringify(value);
    if (!similar || !Number.isFinite(value)) return formatNumber(value, digits);
    return withDecimals(value, decimalsFor(greatest, digits), greatest);
  };
}

/** Seconds as 0:07, 12:34 or 1:02:03. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  const rest = two(whole % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
