import { expect, it } from "vitest";
import { buildNative, problemBytes, runNative } from "../../../cosim/benchmark/native-relaxation.ts";
import { END, POLE_RATIO, relaxed, TOLERANCE } from "../../../cosim/benchmark/analog-subjects.ts";
import { relaxation } from "../../../cosim/benchmark/relaxation.ts";

const SIZES = [
  [16, 32],
  [32, 64],
  [64, 128],
] as const;

it("a core takes no more steps to settle when it is larger", () => {
  const steps = SIZES.map(([visible, hidden]) => relaxed(relaxation(visible, hidden, POLE_RATIO), false).accepted);
  expect(steps[0]).toBeGreaterThan(100);
  expect(Math.max(...steps.slice(1))).toBeLessThanOrEqual(steps[0]);
});

it("following the error changes no bit of the solution", () => {
  const [plain, followed] = [false, true].map((bounds) => relaxed(relaxation(9, 21, POLE_RATIO), bounds));
  expect([...Array.from(followed.x1), followed.accepted]).toEqual([...Array.from(plain.x1), plain.accepted]);
});

it("the native comparison makes the same steps to the same end", async () => {
  const problem = relaxation(9, 21, POLE_RATIO);
  const ours = relaxed(problem, false);
  const theirs = runNative(await buildNative(), problemBytes(problem, TOLERANCE, END), 1);
  expect([theirs.accepted, theirs.rejected, theirs.evaluations]).toEqual([
    ours.accepted,
    ours.rejected,
    ours.evaluations,
  ]);
  expect(theirs.state.length).toBe(2 * (9 + 21) + 1);
  theirs.state.forEach((volts, i) => expect(Math.abs(volts - ours.x1[i])).toBeLessThan(1e-11));
});
