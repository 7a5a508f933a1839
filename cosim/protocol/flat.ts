import { SettleError } from "../../src/errors.ts";
import type { FieldType, Fields } from "./fields.ts";
import type { FlatBlock } from "./flat-block.ts";
import { MAX_BITS_BYTES, MESSAGES, type BodyOf, type MessageName } from "./messages.ts";
import { refuseOtherVersion } from "./version.ts";

// The form of a message within one process: 64-bit words, which cost nothing to read or write. cosim/host/cpp/flat.hpp is the
// other side, reads the same table of messages, and says what each type of field looks like.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

type Put = (block: FlatBlock, value: never) => void;
type Take = (block: FlatBlock) => unknown;

const refusal = (field: string, why: string): SettleError => new SettleError("PROTOCOL", `${field} ${why}`);

function requireUint(value: number, max: number, field: string): number {
  if (value >= 0 && value <= max && Number.isInteger(value)) return value;
  throw refusal(field, `is ${value}, not a whole number in 0..${max}`);
}

const sizeOf = (value: bigint): number => Math.max(5, Math.ceil(value.toString(16).length / 2));

function putBits(block: FlatBlock, value: number | bigint, maxBytes: number, field: string): void {
  if (typeof value === "number") return block.put(requireUint(value, 2 ** 32 - 1, field));
  const size = sizeOf(value);
  if (value < 0n || size > maxBytes) throw refusal(field, `is ${value}, negative or longer than ${maxBytes} bytes`);
  block.put(-size);
  block.putBig(value, size);
}

function takeBits(block: FlatBlock, maxBytes: number, field: string): number | bigint {
  const first = block.take();
  return first >= 0 ? requireUint(first, 2 ** 32 - 1, field) : block.takeBig(requireUint(-first, maxBytes, field));
}

/** Made once for each field: the table is walked when this file is loaded, not for every message. */
function writer(type: FieldType, field: string): Put {
  switch (type.type) {
    case "uint":
      return (block, value) => block.put(requireUint(value, type.max, field));
    case "bits":
      return (block, value) => putBits(block, value, type.maxBytes, field);
    case "word":
      return (block, value) => block.put(requireUint(type.of.indexOf(value), type.of.length - 1, field));
    case "text":
      return bytesWriter((value: string) => encoder.encode(value), type.maxBytes, field);
    case "bytes":
      return bytesWriter((value: Uint8Array) => value, type.maxBytes, field);
    case "list":
      return listWriter(writer(type.of, field), type.max, field);
    case "record":
    default:
      return fieldsWriter(type.fields, field);
  }
}

const bytesWriter =
  <T>(bytesOf: (value: T) => Uint8Array, max: number, field: string) =>
  (block: FlatBlock, value: T): void => {
    const bytes = bytesOf(value);
    block.put(requireUint(bytes.length, max, `length of ${field}`));
    block.putBytes(bytes);
  };

const listWriter =
  (put: Put, max: number, field: string) =>
  (block: FlatBlock, values: readonly never[]): void => {
    block.put(requireUint(values.length, max, `length of ${field}`));
    for (const value of values) put(block, value);
  };

function fieldsWriter(fields: Fields, owner: string): (block: FlatBlock, body: Record<string, never>) => void {
  const parts = Object.entries(fields).map(([name, type]) => ({ name, put: writer(type, `${owner}.${name}`) }));
  return (block, body) => {
    for (const { name, put } of parts) put(block, body[name]);
  };
}

function reader(type: FieldType, field: string): Take {
  switch (type.type) {
    case "uint":
      return (block) => requireUint(block.take(), type.max, field);
    case "bits":
      return (block) => takeBits(block, type.maxBytes, field);
    case "word":
      return (block) => type.of[requireUint(block.take(), type.of.length - 1, field)];
    case "text":
      return (block) => decoder.decode(block.takeBytes(requireUint(block.take(), type.maxBytes, field)));
    case "bytes":
      return (block) => block.takeBytes(requireUint(block.take(), type.maxBytes, field));
    case "list":
      return listReader(reader(type.of, field), type.max, field);
    case "record":
    default:
      return fieldsReader(type.fields, field);
  }
}

const listReader = (take: Take, max: number, field: string) => (block: FlatBlock) => {
  const length = requireUint(block.take(), Math.min(max, block.words - block.at), `length of ${field}`);
  const values: unknown[] = [];
  for (let i = 0; i < length; i++) values.push(take(block));
  return values;
};

function fieldsReader(fields: Fields, owner: string): (block: FlatBlock) => Record<string, unknown> {
  const parts = Object.entries(fields).map(([name, type]) => ({ name, take: reader(type, `${owner}.${name}`) }));
  return (block) => {
    const body: Record<string, unknown> = {};
    for (const { name, take } of parts) body[name] = take(block);
    return body;
  };
}

interface Flat {
  readonly kind: number;
  readonly write: (block: FlatBlock, body: never) => void;
  readonly read: (block: FlatBlock) => unknown;
}

const flatOf = (name: MessageName): Flat => {
  const { kind, fields } = MESSAGES[name] as { kind: number; fields: Fields };
  return { kind, write: fieldsWriter(fields, name), read: fieldsReader(fields, name) };
};

const FLAT = Object.fromEntries((Object.keys(MESSAGES) as MessageName[]).map((name) => [name, flatOf(name)])) as Record<
  MessageName,
  Flat
>;

/** Writes a request from the first word on; answers its length, which may be more than the block holds. */
export function writeFlat<N extends MessageName>(block: FlatBlock, name: N, body: BodyOf<N>): number {
  const { kind, write } = FLAT[name];
  block.at = 0;
  block.put(kind);
  write(block, body as never);
  return block.at;
}

/** Reads the fields of an answer, whose kind was `name`'s, behind its two words of heading. */
export function readFlat<N extends MessageName>(block: FlatBlock, name: N): BodyOf<N> {
  block.at = HEADING_WORDS;
  if ("version" in MESSAGES[name].fields) refuseOtherVersion(block.doubles[HEADING_WORDS]);
  return FLAT[name].read(block) as BodyOf<N>;
}

/** Kind, and how many bytes the RTL has printed. */
const HEADING_WORDS = 2;

/** A Change as the lockstep knows it. */
interface FlatChange {
  readonly index: number;
  readonly value: number | bigint;
}

const NO_CHANGES: readonly FlatChange[] = [];

/** writeFlat of an Advance, which goes out at every clock edge, without a look at the table; checked by the other side. */
export function writeAdvance(block: FlatBlock, to: number, inputs: readonly FlatChange[]): number {
  const { doubles } = block;
  doubles[0] = MESSAGES.Advance.kind;
  doubles[1] = to;
  doubles[2] = inputs.length;
  block.at = 3;
  for (const { index, value } of inputs) {
    block.put(index);
    if (typeof value === "number") block.put(value);
    else putBits(block, value, MAX_BITS_BYTES, "Advance.inputs.value");
  }
  return block.at;
}

/** The changes of readFlat of an Outputs. */
export function readOutputs(block: FlatBlock): readonly FlatChange[] {
  const { doubles } = block;
  const count = doubles[HEADING_WORDS + 1];
  if (count === 0) return NO_CHANGES;
  block.at = HEADING_WORDS + 2;
  const changes: FlatChange[] = [];
  for (let i = 0; i < count; i++) {
    const index = block.take();
    changes.push({ index, value: takeBits(block, MAX_BITS_BYTES, "Outputs.changes.value") });
  }
  return changes;
}
