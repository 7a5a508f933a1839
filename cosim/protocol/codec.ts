import { Packr } from "msgpackr";
import { SettleError } from "../../src/errors.ts";
import type { FieldType, Fields } from "./fields.ts";
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

// Records are msgpackr's private extension: with them on, no other reader could follow.
const packr = new Packr({ useRecords: false });
const HEADER = Object.keys(HEADER_FIELDS).length;

const nameOfKind = new Map<number, MessageName>(
  (Object.keys(MESSAGES) as MessageName[]).map((name) => [MESSAGES[name].kind, name]),
);

const refusal = (field: string, why: string): SettleError =>
  new SettleError("PROTOCOL", `cannot send ${field}: ${why}`);

function checkedUint(value: unknown, max: number, field: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > max)
    throw refusal(field, `${String(value)} is not a whole number in 0..${max}`);
  return value;
}

function bytesFromBig(value: bigint, field: string, maxBytes: number): Uint8Array {
  if (value < 0n) throw refusal(field, `${value} is negative`);
  const hex = value.toString(16);
  const length = Math.max(5, Math.ceil(hex.length / 2));
  if (length > maxBytes) throw refusal(field, `${length} bytes are more than ${maxBytes}`);
  return Buffer.from(hex.padStart(length * 2, "0"), "hex").reverse();
}

/** The plain numbers, texts, byte strings and arrays that MessagePack knows. */
function plain(value: unknown, type: FieldType, field: string): unknown {
  switch (type.type) {
    case "uint":
      return checkedUint(type.never === true ? Math.min(value as number, type.max) : value, type.max, field);
    case "bits":
      return typeof value === "bigint"
        ? bytesFromBig(value, field, type.maxBytes)
        : checkedUint(value, 2 ** 32 - 1, field);
    case "text":
      if (typeof value !== "string" || Buffer.byteLength(value) > type.maxBytes)
        throw refusal(field, `not a text of at most ${type.maxBytes} bytes`);
      return value;
    case "bytes":
      if (!(value instanceof Uint8Array) || value.length > type.maxBytes)
        throw refusal(field, `not a byte string of at most ${type.maxBytes} bytes`);
      return value;
    case "word": {
      const place = type.of.indexOf(value as string);
      if (place < 0) throw refusal(field, `"${String(value)}" is none of ${type.of.join(", ")}`);
      return place;
    }
    case "list":
      if (!Array.isArray(value) || value.length > type.max) throw refusal(field, `not a list of at most ${type.max}`);
      return value.map((item) => plain(item, type.of, field));
    case "record":
    default:
      return plainFields(value as Record<string, unknown>, type.fields, field, []);
  }
}

function plainFields(body: Record<string, unknown>, fields: Fields, owner: string, into: unknown[]): unknown[] {
  for (const name in fields) into.push(plain(body[name], fields[name], `${owner}.${name}`));
  return into;
}

/** `[kind, session, sequence, ...fields]`; refuses what the other side would refuse, by the name of the field. */
export function encode<N extends MessageName>(name: N, session: number, sequence: number, body: BodyOf<N>): Uint8Array {
  const { kind, fields } = MESSAGES[name];
  checkedUint(session, HEADER_FIELDS.session.max, "header.session");
  checkedUint(sequence, HEADER_FIELDS.sequence.max, "header.sequence");
  const packed = packr.pack(plainFields(body, fields, name, [kind, session, sequence]));
  if (packed.length > MAX_MESSAGE_BYTES)
    throw refusal(name, `${packed.length} bytes are more than ${MAX_MESSAGE_BYTES}`);
  return packed;
}

/** Throws PROTOCOL naming the field that is not as the table says. */
export function decode(message: Uint8Array): Envelope {
  if (message.length > MAX_MESSAGE_BYTES)
    throw new SettleError("PROTOCOL", `oversized message: ${message.length} bytes, more than ${MAX_MESSAGE_BYTES}`);
  const reader = new Reader(message);
  const length = reader.array(255, "message");
  const { kind, session, sequence } = reader.fields(HEADER_FIELDS, "header") as Record<
    keyof typeof HEADER_FIELDS,
    number
  >;
  const name = nameOfKind.get(kind);
  if (name === undefined) throw reader.refusal("header.kind", `is ${kind}, which no message has`);
  const { fields } = MESSAGES[name];
  if ("version" in fields) refuseOtherVersion(reader.peekUint(2 ** 32 - 1, `${name}.version`));
  const expected = HEADER + Object.keys(fields).length;
  if (length !== expected) throw reader.refusal(name, `has ${length} fields instead of ${expected}`);
  const body = reader.fields(fields, name);
  if (reader.left > 0) throw reader.refusal(name, `is followed by ${reader.left} more bytes`);
  return { name, session, sequence, body: body };
}
