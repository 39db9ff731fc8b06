import { randomBytes } from 'node:crypto';

/** One thing to show in several forms, from which Jupyter takes the richest it can draw. */
export interface MimeBundle {
  'text/plain': string; // for terminals, and for readers of the notebook's file
  [mime: string]: unknown;
}

/** The words that stand for a bundle's picture where it is shown as HTML and cannot be seen. */
const metadataOf = (data: MimeBundle): Record<string, unknown> =>
  'image/png' in data ? { 'image/png': { alt: data['text/plain'] } } : {};

interface DisplayContent {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}
type Writer = (content: DisplayContent, update: boolean) => void;

/**
 * The function by which the running cell sends displays, or null outside a kernel. The kernel has
 * loaded tslab before any cell; looking it up without loading it keeps tslab out of other programs.
 */
function currentWriter(): Writer | null {
  try {
    const jupyter = require.cache[require.resolve('tslab/dist/jupyter.js')];
    return (
      (jupyter?.exports as { lastWriteDisplayData?: Writer } | undefined)?.lastWriteDisplayData ??
      null
    );
  } catch {
    return null; // tslab is not installed
  }
}

/** Whether this code runs in a cell of a notebook. */
export function inKernel(): boolean {
  return currentWriter() !== null;
}

/** Shows a bundle below the cell; outside a kernel prints its `text/plain`. */
export function display(data: MimeBundle): void {
  const write = currentWriter();
  if (write) write({ data, metadata: metadataOf(data), transient: {} }, false);
  else console.log(data['text/plain']);
}

/**
 * A display that can be replaced in place; the saved notebook keeps its last state. Outside a
 * kernel it rewrites one line of a terminal, and says nothing elsewhere until `finish`.
 */
export class LiveDisplay {
  private readonly id = randomBytes(8).toString('hex');
  private shown = false;

  show(data: MimeBundle): void {
    const write = currentWriter();
    const metadata = metadataOf(data);
    if (write) write({ data, metadata, transient: { display_id: this.id } }, this.shown);
    else if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${firstLine(data)}`);
    this.shown = true;
  }

  /** Shows the last state. */
  finish(data: MimeBundle): void {
    if (inKernel()) return this.show(data);
    if (process.stdout.isTTY && this.shown) process.stdout.write('\r\x1b[2K');
    console.log(data['text/plain']);
  }
}

const firstLine = (data: MimeBundle): string => data['text/plain'].split('\n')[0];
