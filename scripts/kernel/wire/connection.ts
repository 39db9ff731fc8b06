import { readFileSync } from 'node:fs';

/** What Jupyter writes into a kernel's connection file. */
export interface Connection {
  transport: string;
  ip: string;
  key: string; // '' for messages that are not signed
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

export function readConnection(file: string): Connection {
  const connection = JSON.parse(readFileSync(file, 'utf8')) as Connection & {
    signature_scheme?: string;
  };
  const scheme = connection.signature_scheme ?? 'hmac-sha256';
  if (connection.key !== '' && scheme !== 'hmac-sha256') {
    throw new Error(`The kernel signs messages with hmac-sha256, not with ${scheme}.`);
  }
  return connection;
}

type Port = 'shell' | 'iopub' | 'stdin' | 'control' | 'hb';

export function addressOf(connection: Connection, port: Port): string {
  const { transport, ip } = connection;
  const number = connection[`${port}_port`];
  return transport === 'ipc' ? `ipc://${ip}-${number}` : `${transport}://${ip}:${number}`;
}
