import { join, relative, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Tolerance } from "../../analog-models/training/tolerance.ts";
import { taskNamed } from "../../analog-models/training/tasks/all.ts";
import { shortNumber } from "../report/short-number.ts";
import { settleVersion } from "../run/manifest.ts";
import { RunFolder } from "../run/run-folder.ts";
import { orderedRecipe, type TrainedFile, trainedFileOf, type TrainingOrder } from "../weights/from-training.ts";
import { weightFileText } from "../weights/weight-file.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { type Terminal, terminalOn } from "./terminal.ts";
import { textTable } from "./text-table.ts";
import { checkOut, writeWeights } from "./weight-output.ts";

/** The options of `settle train`, as commander parses them. */
export interface TrainFlags {
  readonly seed: number;
  readonly epochs?: number;
  readonly chips: number;
  readonly out?: string;
  readonly runs: string;
}

/** Epochs between two looks of the event loop: often enough for Ctrl-C, too seldom to cost anything. */
const EPOCHS_PER_TURN = 20;

async function trained(order: TrainingOrder, terminal: Terminal): Promise<TrainedFile> {
  const steps = trainedFileOf(order);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    const { epoch, epochs, loss } = step.value;
    terminal.progress(epoch, epochs, epoch < epochs ? `loss ${loss.toFixed(4)}` : "drawing chips");
    if (epoch % EPOCHS_PER_TURN === 0) await setImmediate();
  }
}

const percent = (part: number): string => `${shortNumber(100 * part)} %`;

const chipsText = ({ shipped, calibrated }: Tolerance): string =>
  `${percent(shipped.mean)} as shipped, ${percent(calibrated.mean)} after calibration`;

/** Rows for the terminal and for the page: what was reached, and what the untrained start reaches. */
export function trainingRows({
  file,
  trained: t,
  baseline,
}: TrainedFile): readonly (readonly [string, string, string])[] {
  const stability = file.stability as { readonly bound: number; readonly boundLimit: number };
  const both = (name: string, of: (j: typeof t) => string) => [name, of(t), of(baseline)] as const;
  return [
    both("accuracy, training prompts", (j) => percent(j.evaluation.accuracy.train)),
    both("accuracy, held-out prompts", (j) => percent(j.evaluation.accuracy.heldOut)),
    both("least logit margin", (j) => shortNumber(j.evaluation.margin.logit)),
    both("  in readout noises", (j) => shortNumber(j.evaluation.margin.readoutNoise)),
    ["stability bound (1 guarantees nothing)", `${shortNumber(stability.bound)}, limit ${stability.boundLimit}`, ""],
    both("least Hessian eigenvalue", (j) => shortNumber(j.evaluation.leastCurvature)),
    both("chips: levels and mismatch", (j) => chipsText(j.tolerance.mismatch)),
    both("chips: and bias errors, offsets", (j) => chipsText(j.tolerance.all)),
  ];
}

const near = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith("..") ? path : short;
};

/** `settle train <task>`: leaves runs/train-<task>-<id>/ with weights.json and training.html. */
export async function trainCommand(name: string, flags: TrainFlags): Promise<ExitCode> {
  const { seed, epochs, chips, out } = flags;
  const order: TrainingOrder = { task: taskNamed(name), seed, epochs, chips, versions: { settle: settleVersion() } };
  if (out !== undefined) checkOut(out);
  const terminal = terminalOn(process.stdout);
  terminal.line(`${name}: ${order.task.summary}; seed ${seed}, ${orderedRecipe(order).epochs} epochs`);
  const result = await trained(order, terminal);
  terminal.close();
  const { trainingPage } = await import("./training-page.ts");
  const set = { ...(epochs === undefined ? {} : { epochs }), chips };
  const folder = new RunFolder(resolve(flags.runs), { bench: `train-${name}`, seed, set });
  folder.write("weights.json", weightFileText(result.file));
  folder.write("training.html", await trainingPage(order, result));
  const place = folder.publish();
  if (out !== undefined) writeWeights(out, result.file);
  terminal.line(textTable([["", "trained", "untrained"], ...trainingRows(result)]));
  terminal.line(
    `${near(join(place, "weights.json"))}${out === undefined ? "" : ` and ${out}`}; plot: ${near(join(place, "training.html"))}`,
  );
  return EXIT.passed;
}
