import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode } from "../../../cosim/protocol/codec.ts";
import type { Fields } from "../../../cosim/protocol/fields.ts";
import { FlatBlock } from "../../../cosim/protocol/flat-block.ts";
import {
  readFlat,
  readFlatChanges,
  readFlatRan,
  writeFlat,
  writeFlatAdvance,
  writeFlatBurst,
} from "../../../cosim/protocol/flat.ts";
import { MAX_TIME_PS, MESSAGES, type BodyOf, type MessageName } from "../../../cosim/protocol/messages.ts";
import { NEVER } from "../../../src/time.ts";
import { body, own } from "./message-bodies.ts";

const names = Object.keys(MESSAGES) as MessageName[];
const WORDS = 4096;

/** What the other side would answer with this message: its heading is a word longer than that of a request. */
function asAnswer(request: FlatBlock): FlatBlock {
  const answer = new FlatBlock(WORDS + 1);
  answer.doubles.set(request.doubles, 1);
  return answer;
}

const fieldsOf = (name: MessageName) => MESSAGES[name].fields as Fields;

describe.each(names)("%s as words", (name) => {
  it("comes back as it was written", () => {
    fc.assert(
      fc.property(body(fieldsOf(name)), (value) => {
        const block = new FlatBlock(WORDS);
        const length = writeFlat(block, name, own(value) as never);
        expect(length).toBeLessThanOrEqual(WORDS);
        expect(block.doubles[0]).toBe(MESSAGES[name].kind);
        expect(readFlat(asAnswer(block), name)).toEqual(own(value));
      }),
    );
  });

  it("says how long a block it needs, and is refused in one that is too short", () => {
    const [value] = fc.sample(body(fieldsOf(name)), { numRuns: 1, seed: 7 });
    const length = writeFlat(new FlatBlock(WORDS), name, own(value) as never);
    for (let words = 1; words < length; words++) {
      const short = new FlatBlock(words);
      expect(writeFlat(short, name, own(value) as never)).toBe(length);
      expect(() => readFlat(short, name)).toThrow(/malformed|is .*, not a whole number|version/);
    }
  });
});

describe("what goes to and fro at every edge or window has the words that the table gives it:", () => {
  const bytesOf = (block: FlatBlock) => Buffer.from(block.doubles.buffer);

  it.each([
    ["Advance", (block: FlatBlock, { to, inputs }: BodyOf<"Advance">) => writeFlatAdvance(block, to, inputs)],
    ["Burst", writeFlatBurst],
  ] as const)("%s, as it is written", (name, write) => {
    fc.assert(
      fc.property(body(fieldsOf(name)), (value) => {
        const [quick, byName] = [new FlatBlock(WORDS), new FlatBlock(WORDS)];
        expect(write(quick, value as never)).toBe(writeFlat(byName, name, value as never));
        expect(bytesOf(quick).equals(bytesOf(byName))).toBe(true); // toEqual would look at every byte by itself
      }),
    );
  });

  it.each([
    ["Outputs", (block: FlatBlock) => ({ time: block.doubles[2], changes: readFlatChanges(block) })],
    ["Ran", readFlatRan],
  ] as const)("%s, as it is read", (name, read) => {
    fc.assert(
      fc.property(body(fieldsOf(name)), (value) => {
        const block = new FlatBlock(WORDS);
        writeFlat(block, name, value as never);
        expect(read(asAnswer(block))).toEqual(value);
      }),
    );
  });
});

it("never is the longest time that there is", () => {
  const burst = { limit: NEVER, evaluations: 1, events: [], watches: [], clock: 0, steps: [] };
  const block = new FlatBlock(WORDS);
  writeFlatBurst(block, burst);
  expect(readFlat(asAnswer(block), "Burst").limit).toBe(MAX_TIME_PS);
  expect(decode(encode("Burst", 1, 1, burst)).body).toEqual({ ...burst, limit: MAX_TIME_PS });
});

describe("what cannot be written", () => {
  it.each([
    ["a time beyond 2^53", "Advance", { to: 2 ** 53, inputs: [] }, /Advance\.to is 9007199254740992/],
    ["half a picosecond", "Advance", { to: 0.5, inputs: [] }, /Advance\.to is 0\.5/],
    ["NaN", "Advance", { to: Number.NaN, inputs: [] }, /Advance\.to is NaN/],
    ["a negative value", "Configure", { clocks: [], inputs: [{ index: 0, value: -1n }], probes: [] }, /negative/],
    ["a value longer than any port", "Advance", { to: 0, inputs: [{ index: 0, value: 2n ** 65_537n }] }, /longer than/],
    ["a name too long", "Peek", { names: ["x".repeat(1025)] }, /length of Peek\.names is 1025/],
    ["too many steps", "Peek", { names: Array.from({ length: 4097 }, () => "x") }, /length of Peek\.names is 4097/],
  ] as const)("%s", (_what, name, value, text) => {
    expect(() => writeFlat(new FlatBlock(1 << 14), name, value as unknown as BodyOf<typeof name>)).toThrow(text);
  });
});
