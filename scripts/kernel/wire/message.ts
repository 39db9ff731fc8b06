import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** Jupyter's channels on which requests come in, and the one on which everybody listens. */
export type RequestChannel = 'shell' | 'control' | 'stdin';
export type Channel = RequestChannel | 'iopub';

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  date: string; // ISO 8601
  version: string; // of the messaging protocol
}

export interface Message {
  identities: Uint8Array[]; // where ZeroMQ sends an answer
  header: Header;
  content: Record<string, unknown>;
}

/** A message to be sent; everything that can fail to become JSON has become it already. */
export interface Outgoing {
  channel: Channel;
  identities: Uint8Array[];
  type: string;
  parent: string; // JSON of the header that this answers
  metadata: string; // JSON
  content: string; // JSON
}

const delimiter = Buffer.from('<IDS|MSG>');
const protocolVersion = '5.3';
const session = randomUUID();
let sent = 0;

function signature(key: string, parts: readonly (Uint8Array | string)[]): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

/** Reads the frames of one message. Throws when it is not one, or not signed with `key`. */
export function parseMessage(key: string, frames: readonly Uint8Array[]): Message {
  const at = frames.findIndex((frame) => delimiter.equals(frame));
  if (at < 0 || frames.length < at + 6) throw new Error('it is not a message of Jupyter');
  const parts = frames.slice(at + 2);
  const given = Buffer.from(frames[at + 1]);
  const wanted = Buffer.from(signature(key, parts));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new Error('its signature is not that of this kernel');
  }
  const [header, , , content] = parts.map((part, i) =>
    i < 4 ? (JSON.parse(Buffer.from(part).toString()) as never) : null,
  ) as unknown as [Header, unknown, unknown, Record<string, unknown>];
  return { identities: frames.slice(0, at), header, content };
}

/** The signed frames of a message. */
export function framesOf(key: string, message: Outgoing): (Uint8Array | string)[] {
  const header: Header = {
    msg_id: `${session}_${++sent}`,
    msg_type: message.type,
    session,
    username: 'kernel',
    date: new Date().toISOString(),
    version: protocolVersion,
  };
  const parts = [JSON.stringify(header), message.parent, message.metadata, message.content];
  return [...message.identities, delimiter, signature(key, parts), ...parts];
}
