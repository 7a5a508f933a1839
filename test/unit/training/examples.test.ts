import { describe, expect, it } from "vitest";
import { examplesOf, splitContexts } from "../../../analog-models/training/examples.ts";
import { TASKS, taskNamed } from "../../../analog-models/training/tasks/all.ts";
import { mSequence } from "../../../analog-models/training/tasks/m-sequence.ts";
import { parity } from "../../../analog-models/training/tasks/parity.ts";
import { allContexts } from "../../../analog-models/training/tasks/task.ts";
import { seededRandom } from "../../../src/random.ts";

describe.each(TASKS)("the split of $name", (task) => {
  const { train, heldOut } = splitContexts(task, seededRandom(1));

  it("has every context once", () => {
    const names = [...train, ...heldOut].map((context) => context.join(""));
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(allContexts(task).length);
  });

  it("trains on every stratum, and holds out a fifth of each, rounded down", () => {
    const count = (contexts: typeof train, stratum: string) =>
      contexts.filter((context) => task.stratum(context) === stratum).length;
    for (const stratum of new Set(allContexts(task).map((context) => task.stratum(context)))) {
      const all = count(train, stratum) + count(heldOut, stratum);
      expect(count(heldOut, stratum)).toBe(Math.floor(all / 5));
    }
  });

  it("depends on the seed alone", () => {
    expect(splitContexts(task, seededRandom(1)).heldOut).toEqual(heldOut);
    expect(splitContexts(task, seededRandom(2)).heldOut).not.toEqual(heldOut);
  });

  it("gives examples whose weights add up to one, each stratum the same", () => {
    const examples = examplesOf(task, train);
    const strata = new Set(train.map((context) => task.stratum(context)));
    for (const stratum of strata) {
      const own = examples.filter(({ context }) => task.stratum(context) === stratum);
      expect(own.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1 / strata.size, 12);
    }
  });
});

it("sees nine inputs in parity, where order does not count", () => {
  expect(examplesOf(parity, allContexts(parity))).toHaveLength(9);
  expect(examplesOf(mSequence, allContexts(mSequence))).toHaveLength(256);
});

it("leads every prompt but zeros through all 127 states of the m-sequence", () => {
  const states = new Set<string>();
  let context = [0, 0, 0, 0, 0, 0, 0, 1];
  for (let n = 0; n < 127; n++) {
    states.add(context.slice(1).join(""));
    context = [...context.slice(1), mSequence.next(context)];
  }
  expect(states.size).toBe(127);
  expect(context).toEqual([1, 0, 0, 0, 0, 0, 0, 1].map((bit, k) => (k === 0 ? context[0] : bit)));
});

it("names the task that was meant", () => {
  expect(() => taskNamed("partiy")).toThrow(/"partiy".*"parity"/);
});
