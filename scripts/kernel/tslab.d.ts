// The part of tslab 1.0.22 that the kernel builds on. tslab publishes its classes with private
// members, so the few that are overridden here are declared again, as narrowly as possible.

declare module 'tslab/dist/converter.js' {
  export interface Conversion {
    output?: string;
  }
  export interface Converter {
    convert(previousDeclarations: string, source: string): Conversion;
    close(): void;
  }
  export function createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
}

declare module 'tslab/dist/executor.js' {
  import type { Converter } from 'tslab/dist/converter.js';
  export interface Converters {
    node: Converter;
    browser: Converter;
    close(): void;
  }
  /** What the executor reports: a last expression's value, a thrown value, or a diagnostic. */
  export interface CellSink {
    log(value: unknown): void;
    error(...args: unknown[]): void;
  }
  export interface Executor {
    interrupt(): void;
    close(): void;
  }
  export function createExecutor(root: string, converters: Converters, sink: CellSink): Executor;
}

declare module 'tslab/dist/jupyter.js' {
  import type { Executor } from 'tslab/dist/executor.js';

  export type WriteStream = (name: string, text: string) => void;
  export interface DisplayData {
    data: Record<string, unknown>;
    metadata: Record<string, unknown>;
    transient: { display_id?: string };
  }
  export type WriteDisplay = (content: DisplayData, update: boolean) => void;
  export interface ExecuteRequest {
    code: string;
    silent?: boolean;
    store_history?: boolean;
    stop_on_error?: boolean;
  }

  export let lastWriteDisplayData: WriteDisplay | null;

  export class JupyterHandlerImpl {
    execCount: number;
    constructor(executor: Executor, isJs: boolean);
    handleKernel(): Record<string, unknown>;
    /** Resolves when the cell has run, rejects when it has failed; what failed went to the sink. */
    handleExecuteImpl(
      request: ExecuteRequest,
      stream: WriteStream,
      display: WriteDisplay,
    ): Promise<unknown>;
    createWriteToIopub(name: 'stdout' | 'stderr', stream: WriteStream): unknown;
    close(): void;
  }

  export interface Socket {
    send(parts: unknown[]): Promise<void>;
    close(): void;
  }
  export interface Message {
    header: { msg_type: string; msg_id: string; date: string };
    content: Record<string, unknown>;
    createReply(): Message;
    signAndSend(key: string, socket: Socket): void;
  }

  export class ZmqServer {
    connInfo: { key: string };
    iopub: Socket;
    shell: Socket;
    control: Socket;
    constructor(handler: JupyterHandlerImpl, connectionFile: string);
    init(): Promise<void>;
    close(): void;
    publishStatus(status: 'busy' | 'idle', parent: Message): void;
    handleShellMessage(socket: Socket, ...frames: Buffer[]): Promise<void>;
    handleExecute(socket: Socket, message: Message): Promise<void>;
    handleCommInfoRequest(socket: Socket, message: Message): void;
    handleShutdown(socket: Socket, message: Message): void;
  }
}

declare module '@tslab/typescript-for-tslab' {
  export const version: string;
  export const enum ScriptTarget {
    ES2022 = 9,
  }
  export const enum ModuleKind {
    ESNext = 99,
  }
  export interface Diagnostic {
    start?: number;
    messageText: string | object;
  }
  export function transpileModule(
    code: string,
    options: {
      reportDiagnostics: boolean;
      compilerOptions: { target: ScriptTarget; module: ModuleKind };
    },
  ): { diagnostics?: Diagnostic[] };
  export function flattenDiagnosticMessageText(text: string | object, newLine: string): string;
}

/** TypeScript 5.0.4 with tslab's changes; the kernel only parses with it. */
declare module '@tslab/typescript-for-tslab' {
  import ts from 'typescript';
  export = ts;
}
