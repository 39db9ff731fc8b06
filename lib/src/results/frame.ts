/** A cell; null is a missing one: not measured in this run, or not there. */
export type Cell = number | string | boolean | null;
export type Row = Record<string, Cell>;

/** Numbers that danfojs computes from a column. */
export type Aggregate = 'count' | 'sum' | 'mean' | 'median' | 'std' | 'min' | 'max';

/** What is used of danfojs; its own declarations would make every cell of a notebook slow. */
interface Danfo {
  Series: new (values: number[]) => Record<Exclude<Aggregate, 'count'>, () => number>;
  DataFrame: new (values: Cell[][], options: { columns: string[] }) => { print(): void };
}

// eslint-disable-next-line @typescript-eslint/no-require-imports
const danfo = (): Danfo => require('danfojs-node') as Danfo;

/**
 * Runs as a table for exploring: a row a run with its configuration and its measurements, nested ones
 * under dotted names ('loss.final'); lists are left out.
 * Throws a TypeError for a measurement named as a key of the configuration, and as RunFrame does.
 */
export function frame(runs: readonly { config: object; measurements: unknown }[]): RunFrame {
  const rows = runs.map(({ config, measurements }): Row => {
    const measured = flattened(measurements);
    const twice = measured.find(([name]) => Object.hasOwn(config, name))?.[0];
    if (twice === undefined) return { ...config, ...Object.fromEntries(measured) };
    throw new TypeError(`"${twice}" is a measurement and a key of the configuration. Rename one.`);
  });
  return new RunFrame(rows);
}

function flattened(value: unknown, name = ''): [string, Cell][] {
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return [[name || 'value', value as Cell]];
  return Object.entries(value).flatMap(([key, item]) =>
    flattened(item, name ? `${name}.${key}` : key),
  );
}

/**
 * Rows under the functions of a danfojs DataFrame, whose own give wrong answers without a word where
 * a cell is missing: a column with a gap stays unsorted, and the mean of its group is NaN. Here
 * missing cells are null, come last in any order, and are left out of means and counts.
 * Functions throw a RangeError that lists the columns for a name that is not among them.
 */
export class RunFrame {
  readonly columns: string[];

  /** Throws a TypeError for a column that mixes numbers with other values. */
  constructor(
    private readonly rows: readonly Row[],
    columns?: string[],
  ) {
    this.columns = columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
    for (const column of this.columns) {
      const kinds = [...new Set(this.present(column).map((cell) => typeof cell))];
      if (kinds.length < 2) continue;
      throw new TypeError(`The column "${column}" mixes ${kinds.join(' and ')} values.`);
    }
  }

  get shape(): [number, number] {
    return [this.rows.length, this.columns.length];
  }

  /** One list a row. */
  get values(): Cell[][] {
    return this.rows.map((row) => this.columns.map((column) => cellOf(row, column)));
  }

  /** Only these columns, in this order. */
  loc({ columns }: { columns: string[] }): RunFrame {
    this.require(columns);
    return new RunFrame(this.rows, columns);
  }

  /** Only the rows for which the condition holds. */
  query(condition: (row: Row) => boolean): RunFrame {
    return new RunFrame(this.rows.filter(condition), this.columns);
  }

  /** Rows in the order of a column; equal ones as they were, missing ones last. */
  sortValues(by: string, { ascending = true } = {}): RunFrame {
    this.require([by]);
    const sorted = [...this.rows].sort((one, other) => {
      const [a, b] = [cellOf(one, by), cellOf(other, by)];
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      const up = a < b ? -1 : Number(a > b);
      return ascending ? up : -up;
    });
    return new RunFrame(sorted, this.columns);
  }

  /** Rows that agree in these columns, in the order in which the groups first appear. */
  groupby(by: string[]): Groups {
    this.require(by);
    const groups = new Map<string, Row[]>();
    for (const row of this.rows) {
      const key = JSON.stringify(by.map((column) => cellOf(row, column)));
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const frames = [...groups.values()].map((rows) => new RunFrame(rows, this.columns));
    return new Groups(this, by, frames);
  }

  /**
   * A number of a column, over the cells that are there; null where these are too few for one.
   * Throws a TypeError for a column of words, which can only be counted.
   */
  aggregate(column: string, how: Aggregate): number | null {
    this.require([column]);
    const present = this.present(column);
    if (how === 'count') return present.length;
    if (present.some((cell) => typeof cell === 'string')) {
      throw new TypeError(`The column "${column}" holds words; "count" is all that goes with it.`);
    }
    if (present.length < (how === 'std' ? 2 : 1)) return null;
    return new (danfo().Series)(present.map(Number))[how]();
  }

  /** Prints the table of danfojs. */
  print(): void {
    const rows = this.values.map((row) => row.map((cell) => cell ?? '–'));
    new (danfo().DataFrame)(rows, { columns: this.columns }).print();
  }

  /** The cells of a column that are not missing. */
  present(column: string): Cell[] {
    return this.rows.map((row) => cellOf(row, column)).filter((cell) => cell !== null);
  }

  private require(columns: readonly string[]): void {
    const unknown = columns.find((column) => !this.columns.includes(column));
    if (unknown === undefined) return;
    throw new RangeError(`There is no column "${unknown}"; there are ${this.columns.join(', ')}.`);
  }
}

function cellOf(row: Row, column: string): Cell {
  const cell = row[column] ?? null;
  return Number.isNaN(cell) ? null : cell;
}

/** What `groupby` gives: its functions make a table of one row a group. */
export class Groups {
  constructor(
    private readonly whole: RunFrame,
    private readonly by: string[],
    private readonly groups: readonly RunFrame[],
  ) {}

  /** As in agg({ loss: ['mean', 'std'], seed: 'count' }): columns loss_mean, loss_std, seed_count. */
  agg(asked: Record<string, Aggregate | Aggregate[]>): RunFrame {
    const cells = Object.entries(asked).flatMap(([column, how]) =>
      [how].flat().map((each) => [column, each] as const),
    );
    const rows = this.groups.map((group): Row => {
      const [names] = group.loc({ columns: this.by }).values;
      const numbers = cells.map(([column, how]) => group.aggregate(column, how));
      return Object.fromEntries([
        ...this.by.map((column, i) => [column, names[i]]),
        ...cells.map(([column, how], i) => [`${column}_${how}`, numbers[i]]),
      ]) as Row;
    });
    return new RunFrame(rows);
  }

  /** The means of these columns; default: of all columns of numbers. */
  mean(columns?: string[]): RunFrame {
    const numeric = this.whole.columns.filter(
      (column) => !this.by.includes(column) && typeof this.whole.present(column)[0] === 'number',
    );
    return this.agg(Object.fromEntries((columns ?? numeric).map((column) => [column, 'mean'])));
  }
}
