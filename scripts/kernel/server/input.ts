import type { Link } from '../wire/link.js';
import type { Message } from '../wire/message.js';

/** Raised where nobody can be asked. */
export class InputNotPossible extends Error {
  override name = 'InputNotPossible';
  constructor() {
    super(
      'there is nobody to ask: this front end sends no input to the kernel (a notebook that is ' +
        'executed without a person). Give the value in the cell.',
    );
  }
}

/** Asks the person at the notebook. */
export class Input {
  /** The request of the running cell, if its front end can ask a person. */
  private request: Message | null = null;

  constructor(
    private readonly link: Link,
    private readonly throwInterrupt: () => never,
  ) {}

  begin(request: Message): void {
    this.request = request.content.allow_stdin === true ? request : null;
  }

  /** As in a browser: waits, and nothing else runs meanwhile. */
  readonly prompt = (message = '', preset = ''): string => {
    this.ask(message, false);
    const { run, stopped } = this.link.state;
    const answer = this.link.waitForAnswer(() => stopped[0] === run[0]);
    if (answer === null) return this.throwInterrupt();
    return answer === '' ? preset : answer;
  };

  /** The same, while timers and training go on. */
  readonly input = async (message = '', options: { password?: boolean } = {}): Promise<string> => {
    this.ask(message, options.password === true);
    return new Promise((resolve) => this.link.onAnswer(resolve));
  };

  private ask(message: string, password: boolean): void {
    if (!this.request) throw new InputNotPossible();
    this.link.send('stdin', 'input_request', this.request, { prompt: String(message), password });
  }
}
