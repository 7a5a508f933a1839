import { unknownName } from "../../../src/errors.ts";
import { mSequence } from "./m-sequence.ts";
import { parity } from "./parity.ts";
import type { Task } from "./task.ts";

export const TASKS: readonly Task[] = [parity, mSequence];

/** UNKNOWN_NAME with the nearest match for a task that does not exist. */
export function taskNamed(name: string, where = "the command line"): Task {
  const task = TASKS.find((candidate) => candidate.name === name);
  if (task !== undefined) return task;
  throw unknownName(
    "task",
    name,
    where,
    TASKS.map((candidate) => candidate.name),
  );
}
