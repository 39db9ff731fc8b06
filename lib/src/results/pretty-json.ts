const width = 100;

/**
 * JSON for people and for `git diff`: one key a line, but arrays of numbers filled into lines.
 * The layout is Prettier's, so that formatting a result file does not change it.
 */
export function prettyJson(value: unknown, indent = '', prefix = 0): string {
  if (Array.isArray(value)) return prettyArray(value, indent, prefix);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  const lines = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => {
      const name = `${inner}${JSON.stringify(key)}: `;
      return name + prettyJson(item, inner, name.length);
    });
  return lines.length ? `{\n${lines.join(',\n')}\n${indent}}` : '{}';
}

/** `prefix`: characters already on the line on which the array starts. */
function prettyArray(values: unknown[], indent: string, prefix: number): string {
  if (values.length === 0) return '[]';
  const inner = `${indent}  `;
  const scalar = values.every((value) => value === null || typeof value !== 'object');
  if (scalar) {
    const items = values.map((value) => JSON.stringify(value));
    const line = `[${items.join(', ')}]`;
    if (prefix + line.length + 1 <= width) return line;
    const filled = values.every((value) => typeof value === 'number');
    return `[\n${filled ? fill(items, inner) : inner + items.join(`,\n${inner}`)}\n${indent}]`;
  }
  const items = values.map((value) => inner + prettyJson(value, inner, inner.length));
  return `[\n${items.join(',\n')}\n${indent}]`;
}

function fill(items: string[], indent: string): string {
  const lines: string[] = [];
  let line = indent + items[0];
  for (const item of items.slice(1)) {
    if (line.length + item.length + 3 > width) {
      lines.push(`${line},`);
      line = indent + item;
    } else {
      line += `, ${item}`;
    }
  }
  return [...lines, line].join('\n');
}
