/** Whole numbers up to this are written without separators: 5616 but 31,600. */
const plainUpTo = 9999;

function whole(value: number): string {
  return Math.abs(value) > plainUpTo ? value.toLocaleString('en-US') : String(value);
}

/** A number in `digits` significant digits; very small and large ones as 1.2e-7. */
export function formatNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return whole(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) return value.toExponential(digits - 1);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: size > plainUpTo,
  });
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
  const decimals = similar ? Math.max(0, digits - 1 - Math.floor(Math.log10(greatest))) : null;
  return (value) => {
    if (value === null || value === undefined) return '–';
    if (typeof value === 'string') return value;
    if (typeof value !== 'number') return JSON.stringify(value);
    if (decimals === null || !Number.isFinite(value)) return formatNumber(value, digits);
    return value.toLocaleString('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      useGrouping: greatest > plainUpTo,
    });
  };
}
