import { expect, it } from "vitest";
import { WindowWorth } from "../../src/lockstep/window-worth.ts";

it("windows pause after eight short ones in a row, and are tried again", () => {
  const worth = new WindowWorth();
  for (let n = 1; n <= 7; n++) worth.had(1, n);
  worth.had(100, 8);
  for (let n = 9; n <= 15; n++) worth.had(3, n);
  expect(worth.isPaused(15)).toBe(false);
  worth.had(3, 16);
  expect([17, 1039, 1040].map((evaluations) => worth.isPaused(evaluations))).toEqual([true, true, false]);
  worth.had(3, 1040);
  expect(worth.isPaused(1041)).toBe(true);
  worth.had(4, 2100);
  expect(worth.isPaused(2101)).toBe(false);
});
