import type { FlatBlock } from "./flat-block.ts";
import * as generated from "./generated/flat-messages.ts";
import { MESSAGES, type BodyOf, type MessageName } from "./messages.ts";
import { refuseOtherVersion } from "./version.ts";

// The form of a message within one process: 64-bit words, which cost nothing to read or write. cosim/host/cpp/flat.hpp is the
// other side, reads the same table of messages, and says what each type of field looks like.

/** Kind, and how many bytes the RTL has printed. */
const HEADING_WORDS = 2;

type Write = (block: FlatBlock, body: never) => void;
type Read = (block: FlatBlock) => unknown;
/** Messages without fields have neither. */
const functions = generated as unknown as Partial<
  Record<`write${MessageName}`, Write> & Record<`read${MessageName}`, Read>
>;

/** Writes a request from the first word on; answers its length, which may be more than the block holds. */
export function writeFlat<N extends MessageName>(block: FlatBlock, name: N, body: BodyOf<N>): number {
  block.at = 0;
  block.put(MESSAGES[name].kind);
  functions[`write${name}`]?.(block, body as never);
  return block.at;
}

/** Reads the fields of an answer, whose kind was `name`'s, behind its two words of heading. */
export function readFlat<N extends MessageName>(block: FlatBlock, name: N): BodyOf<N> {
  block.at = HEADING_WORDS;
  if ("version" in MESSAGES[name].fields) refuseOtherVersion(block.doubles[HEADING_WORDS]);
  return (functions[`read${name}`]?.(block) ?? {}) as BodyOf<N>;
}

// What goes to and fro at every edge or window, the same without a look at any table.

export function writeFlatAdvance(block: FlatBlock, to: number, inputs: BodyOf<"Advance">["inputs"]): number {
  block.at = 0;
  block.put(MESSAGES.Advance.kind);
  generated.writeAdvance(block, { to, inputs });
  return block.at;
}

export function writeFlatBurst(block: FlatBlock, body: BodyOf<"Burst">): number {
  block.at = 0;
  block.put(MESSAGES.Burst.kind);
  generated.writeBurst(block, body);
  return block.at;
}

export function readFlatOutputs(block: FlatBlock): BodyOf<"Outputs"> {
  block.at = HEADING_WORDS;
  return generated.readOutputs(block);
}

export function readFlatRan(block: FlatBlock): BodyOf<"Ran"> {
  block.at = HEADING_WORDS;
  return generated.readRan(block);
}
