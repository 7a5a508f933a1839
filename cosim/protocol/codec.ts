import { SettleError } from "../../src/errors.ts";
import { refuse, uint } from "./checked.ts";
import * as generated from "./generated/packed-messages.ts";
import {
  HEADER_FIELDS,
  MAX_MESSAGE_BYTES,
  MESSAGES,
  type BodyOf,
  type Envelope,
  type MessageName,
} from "./messages.ts";
import { Reader } from "./reader.ts";
import { refuseOtherVersion } from "./version.ts";
import { Writer } from "./writer.ts";

const { kind: KIND, session: SESSION, sequence: SEQUENCE } = HEADER_FIELDS;
const HEADER = Object.keys(HEADER_FIELDS).length;

type Pack = (writer: Writer, body: never) => void;
type Unpack = (reader: Reader) => unknown;
/** Messages without fields have neither. */
const functions = generated as unknown as Partial<
  Record<`pack${MessageName}`, Pack> & Record<`unpack${MessageName}`, Unpack>
>;

/** A kind of message, with what would otherwise be looked up for each. */
interface Packed {
  readonly name: MessageName;
  readonly kind: number;
  readonly length: number;
  readonly hasVersion: boolean;
  readonly pack: Pack;
  readonly unpack: Unpack;
}

function packedOf(name: MessageName): Packed {
  const { kind, fields } = MESSAGES[name];
  return {
    name,
    kind,
    length: HEADER + Object.keys(fields).length,
    hasVersion: "version" in fields,
    pack: functions[`pack${name}`] ?? (() => {}),
    unpack: functions[`unpack${name}`] ?? (() => ({})),
  };
}

const all = (Object.keys(MESSAGES) as MessageName[]).map(packedOf);
const byName = Object.fromEntries(all.map((one) => [one.name, one])) as Record<MessageName, Packed>;
const writer = new Writer();
const byKind: ReadonlyMap<number, Packed> = new Map(all.map((one) => [one.kind, one]));

/** `[kind, session, sequence, ...fields]`; refuses what the other side would refuse, by the name of the field. */
export function encode<N extends MessageName>(name: N, session: number, sequence: number, body: BodyOf<N>): Uint8Array {
  const { kind, length, pack } = byName[name];
  uint(session, SESSION.max, "header.session");
  uint(sequence, SEQUENCE.max, "header.sequence");
  writer.begin();
  writer.array(length);
  writer.uint(kind);
  writer.uint(session);
  writer.uint(sequence);
  pack(writer, body as never);
  const message = writer.take();
  if (message.length > MAX_MESSAGE_BYTES) refuse(name, `has ${message.length} bytes, more than ${MAX_MESSAGE_BYTES}`);
  return message;
}

/** Throws PROTOCOL naming the field that is not as the table says. */
export function decode(message: Uint8Array): Envelope {
  if (message.length > MAX_MESSAGE_BYTES)
    throw new SettleError("PROTOCOL", `oversized message: ${message.length} bytes, more than ${MAX_MESSAGE_BYTES}`);
  const reader = new Reader(message);
  const length = reader.array(255, "message");
  const kind = reader.uint(KIND.max, "header.kind");
  const session = reader.uint(SESSION.max, "header.session");
  const sequence = reader.uint(SEQUENCE.max, "header.sequence");
  const packed = byKind.get(kind);
  if (packed === undefined) throw reader.refusal("header.kind", `is ${kind}, which no message has`);
  const { name } = packed;
  if (packed.hasVersion) refuseOtherVersion(reader.peekUint(2 ** 32 - 1, `${name}.version`));
  if (length !== packed.length) throw reader.refusal(name, `has ${length} fields instead of ${packed.length}`);
  const body = packed.unpack(reader) as Envelope["body"];
  if (reader.left > 0) throw reader.refusal(name, `is followed by ${reader.left} more bytes`);
  return { name, session, sequence, body };
}
