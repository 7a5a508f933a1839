import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { ALL_STEPPERS } from "../../src/ode/steppers/all.ts";

const PROBE = fileURLToPath(new URL("./allocation-probe.ts", import.meta.url));
// Compiled in the background, a function is optimised after other calls on every run, and now and then for good too late.
const FLAGS = [
  "--expose-gc",
  "--no-concurrent-recompilation",
  "--min-semi-space-size=128",
  "--max-semi-space-size=128",
  "--import",
  "tsx",
];
/**
 * V8 boxes a float that is passed to a function it did not inline: 16 bytes for the time of each of the 7 evaluations of a
 * step, which no code of ours can avoid. Which other functions it inlines it decides anew on every run, as it likes: there is room
 * for six more boxes, not for an array or a closure.
 */
const BOXED_TIMES = 7 * 16;
const MORE_BOXES = 6 * 16;
const MOST_BYTES = BOXED_TIMES + MORE_BOXES;

const bytesPerCall = (what: string): number =>
  Number(execFileSync(process.execPath, [...FLAGS, PROBE, what], { encoding: "utf8" }));

it("one array is more than the room that is left", () => {
  expect(bytesPerCall("control")).toBeGreaterThan(MORE_BOXES);
});

const STEPS = ALL_STEPPERS.flatMap(({ name }) => [`${name}: step`, `${name}: step and watch`]);

it.each([...STEPS, "a circuit with corners: step", "a watched circuit: 1 ns"])(
  "%s: a few boxed numbers each, beside the times",
  (what) => {
    const bytes = bytesPerCall(what);
    expect(bytes).toBeGreaterThanOrEqual(0);
    expect(bytes).toBeLessThan(MOST_BYTES);
  },
);

it("a step whose error is followed allocates the boxed times of two solutions and no more", () => {
  const bytes = bytesPerCall("a core that follows its error: step");
  expect(bytes).toBeGreaterThanOrEqual(0);
  expect(bytes).toBeLessThan(2 * BOXED_TIMES + 64);
});
