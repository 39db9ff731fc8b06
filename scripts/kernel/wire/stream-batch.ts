import type { Outgoing } from './message.js';

/** How long text may wait for more, and how much of it one message holds. */
const flushMs = 200;
const maxLength = 1 << 20;

/**
 * Joins the text that a cell writes, line by line, into few messages: what came within 200 ms goes
 * out as one, as long as it is of one stream and of one cell.
 */
export class StreamBatch {
  private waiting: { message: Outgoing; name: string; texts: string[]; length: number } | null =
    null;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly send: (message: Outgoing) => void) {}

  add(message: Outgoing): void {
    const { name, text } = JSON.parse(message.content) as { name: string; text: string };
    const { waiting } = this;
    if (waiting?.name === name && waiting.message.parent === message.parent) {
      waiting.texts.push(text);
      waiting.length += text.length;
    } else {
      this.flush();
      this.waiting = { message, name, texts: [text], length: text.length };
    }
    if (this.waiting!.length > maxLength) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), flushMs);
  }

  flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const { waiting } = this;
    this.waiting = null;
    if (!waiting) return;
    const { message, name, texts } = waiting;
    this.send({ ...message, content: JSON.stringify({ name, text: texts.join('') }) });
  }
}
