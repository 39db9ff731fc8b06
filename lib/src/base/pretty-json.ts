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
  const line = oneLine(values);
  if (line !== null && prefix + line.length + 1 <= width) return line;
  const inner = `${indent}  `;
  const items = values.map((value) => inner + prettyJson(value, inner, inner.length));
  const numbers = values.every((value) => typeof value === 'number');
  const body = numbers ? fill(items, inner) : items.join(',\n');
  return `[\n${body}\n${indent}]`;
}

/** A value on one line; null for what is easier to read on several: objects, and matrices. */
function oneLine(value: unknown): string | null {
  if (!Array.isArray(value)) {
    return value === null || typeof value !== 'object' ? JSON.stringify(value) : null;
  }
  const matrix = value.length > 1 && value.every((row) => Array.isArray(row) && row.length > 1);
  if (matrix) return null;
  const items = value.map(oneLine);
  return items.includes(null) ? null : `[${items.join(', ')}]`;
}

/** As many items on a line as fit. `items` bring their indentation. */
function fill(items: string[], indent: string): string {
  const lines = [items[0]];
  for (const item of items.slice(1).map((item) => item.trimStart())) {
    const line = lines[lines.length - 1];
    if (line.length + item.length + 3 > width) {
      lines[lines.length - 1] = `${line},`;
      lines.push(indent + item);
    } else {
      lines[lines.length - 1] = `${line}, ${item}`;
    }
  }
  return lines.join('\n');
}
