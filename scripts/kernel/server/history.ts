import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';

/** One executed cell. */
export interface HistoryEntry {
  session: number; // kernels count from 1, as they began
  line: number; // the cell's execution count
  input: string;
  output: string | null; // the value that it showed, as text
}

export interface HistoryRequest {
  hist_access_type?: 'tail' | 'range' | 'search';
  n?: number; // how many at most, the latest
  session?: number; // for `range`: 0 is this one, -1 the one before
  start?: number;
  stop?: number; // not included
  pattern?: string; // for `search`: with * and ?
  unique?: boolean;
  output?: boolean;
}

/** The file's lines: a kernel began, or a cell was executed in it. */
type Line =
  | { kernel: string; before?: number } // `before`: kernels that are no longer in the file
  | { of: string; line: number; input: string; output: string | null };

const maxBytes = 4 << 20;
const keptKernels = 200;

/**
 * What has been executed, in this kernel and in earlier ones. All kernels append to one file, one
 * line for each cell; the oldest lines are dropped when it has grown to 4 MB. If the file cannot be
 * written, the history is that of this kernel.
 */
export class History {
  private readonly id = randomUUID();
  private readonly own: Line[] = [{ kernel: this.id }];
  private writable = true;

  constructor(private readonly file: string) {}

  /** `output` is the text of the value that the cell showed. */
  add(line: number, input: string, output: string | null): void {
    if (this.own.length === 1) this.begin();
    const entry = { of: this.id, line, input, output };
    this.own.push(entry);
    this.append(entry);
  }

  private begin(): void {
    try {
      fs.mkdirSync(path.dirname(this.file), { recursive: true });
      if (fs.existsSync(this.file) && fs.statSync(this.file).size > maxBytes) this.shorten();
    } catch {
      this.writable = false;
    }
    this.append(this.own[0]);
  }

  private append(line: Line): void {
    if (!this.writable) return;
    try {
      // One write at the end of the file: kernels that run beside each other do not mix lines.
      fs.appendFileSync(this.file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch {
      this.writable = false;
    }
  }

  private shorten(): void {
    const lines = this.lines();
    const kernels = lines.filter((line) => 'kernel' in line);
    const kept = new Set(kernels.slice(-keptKernels / 2).map(({ kernel }) => kernel));
    const dropped = kernels.length - kept.size + (kernels[0]?.before ?? 0);
    const rest = lines.filter((line) => kept.has('kernel' in line ? line.kernel : line.of));
    if (rest[0] && 'kernel' in rest[0]) rest[0] = { ...rest[0], before: dropped };
    const temporary = `${this.file}.${this.id}`;
    const text = rest.map((line) => `${JSON.stringify(line)}\n`).join('');
    fs.writeFileSync(temporary, text, { mode: 0o600 });
    fs.renameSync(temporary, this.file);
  }

  private lines(): Line[] {
    let text = '';
    try {
      text = fs.readFileSync(this.file, 'utf8');
    } catch {
      // nothing has been executed yet, or it cannot be read
    }
    return text.split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line) as Line];
      } catch {
        return []; // the empty end, or a line that a full disk has cut
      }
    });
  }

  private entries(): { all: HistoryEntry[]; current: number } {
    const stored = this.lines();
    const known = stored.some((line) => 'kernel' in line && line.kernel === this.id);
    const lines = known && this.writable ? stored : [...stored, ...this.own];
    const sessions = new Map<string, number>();
    const all: HistoryEntry[] = [];
    for (const line of lines) {
      if ('kernel' in line) sessions.set(line.kernel, (line.before ?? 0) + sessions.size + 1);
      else {
        const session = sessions.get(line.of);
        const { input, output } = line;
        if (session !== undefined) all.push({ session, line: line.line, input, output });
      }
    }
    return { all, current: sessions.get(this.id) ?? sessions.size };
  }

  /** What a `history_request` asks for: [session, line, input] or [session, line, [input, output]]. */
  find(request: HistoryRequest): [number, number, string | [string, string | null]][] {
    const { all, current } = this.entries();
    const { hist_access_type: type = 'tail', n, output = false } = request;
    let found = all;
    if (type === 'range') {
      const session =
        (request.session ?? 0) > 0 ? request.session! : current + (request.session ?? 0);
      const { start = 0, stop } = request;
      const end = stop ?? Infinity;
      found = all.filter((e) => e.session === session && e.line >= start && e.line < end);
    } else {
      if (type === 'search') {
        const pattern = globPattern(request.pattern ?? '*');
        found = found.filter(({ input }) => pattern.test(input));
        if (request.unique) found = latestOfEach(found);
      }
      if (n !== undefined && n !== null && n >= 0) found = n === 0 ? [] : found.slice(-n);
    }
    return found.map((e) => [e.session, e.line, output ? [e.input, e.output] : e.input]);
  }
}

function globPattern(glob: string): RegExp {
  const source = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${source.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`);
}

function latestOfEach(entries: HistoryEntry[]): HistoryEntry[] {
  const latest = new Map(entries.map((entry) => [entry.input, entry]));
  return entries.filter((entry) => latest.get(entry.input) === entry);
}
