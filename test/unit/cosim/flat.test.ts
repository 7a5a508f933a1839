import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fields } from "../../../cosim/protocol/fields.ts";
import { FlatBlock } from "../../../cosim/protocol/flat-block.ts";
import { readFlat, readOutputs, writeAdvance, writeFlat } from "../../../cosim/protocol/flat.ts";
import { MESSAGES, type BodyOf, type MessageName } from "../../../cosim/protocol/messages.ts";
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

describe("the two messages of every edge", () => {
  const change = fc.record({
    index: fc.nat(8191),
    value: fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.bigInt({ min: 0n, max: 2n ** 200n })),
  });
  const changes = fc.array(change, { maxLength: 8 });

  it("Advance has the words that the table gives it", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), changes, (to, inputs) => {
        const [quick, byTable] = [new FlatBlock(WORDS), new FlatBlock(WORDS)];
        expect(writeAdvance(quick, to, inputs)).toBe(writeFlat(byTable, "Advance", { to, inputs }));
        expect(new Uint8Array(quick.doubles.buffer)).toEqual(new Uint8Array(byTable.doubles.buffer));
      }),
    );
  });

  it("Outputs is read as the table reads it", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), changes, (time, list) => {
        const block = new FlatBlock(WORDS);
        writeFlat(block, "Outputs", { time, changes: list });
        const answer = asAnswer(block);
        expect(readOutputs(answer)).toEqual(readFlat(answer, "Outputs").changes);
      }),
    );
  });
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
