import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { TASKS, taskNamed } from "../../analog-models/training/tasks/all.ts";
import { DEFAULT_CHIPS, type TrainingOrder, trainedFileOf } from "../../cosim/weights/from-training.ts";
import { readWeightFile, trainedFile, weightFileText } from "../../cosim/weights/weight-file.ts";
import { areLong } from "../fixtures/runs.ts";

function trained(order: TrainingOrder): string {
  const steps = trainedFileOf(order);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return weightFileText(step.value.file);
}

// The version of the program that wrote the file is taken from it: a release does not ask for new weights.
/** The quickest stands for all; `npm run test:long` trains every one. */
const QUICKEST = "m-sequence";
const names = TASKS.map(({ name }) => name).filter((name) => areLong || name === QUICKEST);
if (!areLong)
  process.stderr.write(`training-regenerated.test: trains ${QUICKEST} alone; npm run test:long: every task\n`);

it.each(names)("trains the shipped weights of %s anew, byte for byte", (name) => {
  const path = trainedFile(name);
  const { seed, versions, command } = readWeightFile(path).provenance as unknown as TrainingOrder & { command: string };
  expect(command).toBe(`settle train ${name} --seed ${seed}`);
  const text = trained({ task: taskNamed(name), seed, chips: DEFAULT_CHIPS, versions });
  expect(text).toBe(readFileSync(path, "utf8"));
});

it("gives other weights for another seed", () => {
  const order = { task: taskNamed("parity"), epochs: 3, chips: 1, versions: {} };
  expect(trained({ ...order, seed: 1 })).toBe(trained({ ...order, seed: 1 }));
  expect(trained({ ...order, seed: 1 })).not.toBe(trained({ ...order, seed: 2 }));
});
