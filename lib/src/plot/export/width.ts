const pixelsPer = { px: 1, mm: 96 / 25.4, cm: 96 / 2.54, in: 96, pt: 96 / 72 };

/** A width such as '85mm', '3.35in' or '720px' in CSS pixels. Throws on anything else. */
export function parseWidth(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(px|mm|cm|in|pt)$/.exec(text.trim()) ?? [];
  const pixels = Number(amount) * pixelsPer[unit as keyof typeof pixelsPer];
  if (pixels >= 150 && pixels <= 4000) return pixels;
  throw new RangeError(
    `"${text}" is no width for a figure: write a number and px, mm, cm, in or pt, as in 85mm ` +
      '(150 to 4000 pixels, 96 an inch).',
  );
}
