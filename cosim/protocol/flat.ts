import type { FlatBlock } from "./flat-block.ts";
import * as generated from "./generated/flat-messages.ts";
import { MESSAGES, type BodyOf, type MessageName } from "./messages.ts";
import { refuseOtherVersion } from "./version.ts";

// The form of a message within one process: 64-bit words, which cost nothing to read or write. cosim/host/cpp/flat.hpp is the
// other side, reads the same table of messages, and says what each type of field looks like.

/** Kind. */
const REQUEST_HEADING = 1;
/** Kind, and how many bytes the RTL has printed. */
const ANSWER_HEADING = 2;

type Write = (block: FlatBlock, first: number, body: never) => number;
type Read = (block: FlatBlock, first: number) => unknown;
/** Messages without fields have neither. */
const functions = generated as unknown as Partial<
  Record<`write${MessageName}`, Write> & Record<`read${MessageName}`, Read>
>;

/** Writes a request from the first word on; answers its length, which may be more than the block holds. */
export function writeFlat<N extends MessageName>(block: FlatBlock, name: N, body: BodyOf<N>): number {
  block.doubles[0] = MESSAGES[name].kind;
  return functions[`write${name}`]?.(block, REQUEST_HEADING, body as never) ?? REQUEST_HEADING;
}

/** Reads the fields of an answer, whose kind was `name`'s, behind its heading. */
export function readFlat<N extends MessageName>(block: FlatBlock, name: N): BodyOf<N> {
  if ("version" in MESSAGES[name].fields) refuseOtherVersion(block.doubles[ANSWER_HEADING]);
  return (functions[`read${name}`]?.(block, ANSWER_HEADING) ?? {}) as BodyOf<N>;
}

// What goes to and fro at every edge or window, the same without a look at any table.

export function writeFlatAdvance(block: FlatBlock, to: number, inputs: BodyOf<"Advance">["inputs"]): number {
  block.doubles[0] = MESSAGES.Advance.kind;
  return generated.writeAdvance(block, REQUEST_HEADING, { to, inputs });
}

export function writeFlatBurst(block: FlatBlock, body: BodyOf<"Burst">): number {
  block.doubles[0] = MESSAGES.Burst.kind;
  return generated.writeBurst(block, REQUEST_HEADING, body);
}

/** Where an Outputs says how many changes it has. */
const CHANGES = ANSWER_HEADING + 1;
const NO_CHANGES: BodyOf<"Outputs">["changes"] = Object.freeze([]);

/** Of an Outputs. */
export function readFlatChanges(block: FlatBlock): BodyOf<"Outputs">["changes"] {
  return block.doubles[CHANGES] === 0 ? NO_CHANGES : generated.readOutputs(block, ANSWER_HEADING).changes;
}

export const readFlatRan = (block: FlatBlock): BodyOf<"Ran"> => generated.readRan(block, ANSWER_HEADING);
