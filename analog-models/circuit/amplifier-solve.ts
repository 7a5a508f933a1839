import { amplifierGoal, goalOnBranch } from "../amplifier.ts";
import { clampPole, clampStageError, clampStageOnBranch, tanhPole, tanhStageError } from "../amplifier-stage.ts";
import { branchOperands } from "./corner-bank.ts";
import type { AmplifierBank } from "./amplifier-element.ts";
import { instructionOf } from "../kernel/opcodes.ts";
import type { FastFlow, Flow, Runnable } from "./element.ts";

/** A bank of amplifiers as fast states. */
export const fastAmplifiers = (bank: AmplifierBank): FastFlow => ({
  states: bank.v,
  fastest: () => {
    bank.poles.refresh();
    return bank.poles.of.reduce((most, pole) => Math.max(most, pole), 0);
  },
  solve: freeSolve(bank),
  poles: polesAt(bank),
});

const polesAt = ({ amplifier: { slewRate, form }, poles, v, offsets }: AmplifierBank): FastFlow["poles"] => {
  const poleAt = form === "tanh" ? tanhPole : clampPole;
  return (slopes, out) => {
    for (let k = 0; k < offsets.length; k++) out[v.base + k] = poleAt(poles.of[k], slewRate, slopes[v.base + k]);
  };
};

function freeSolve(bank: AmplifierBank): Runnable<Flow["run"]> {
  const opcode = bank.amplifier.form === "tanh" ? "tanhStages" : "clampStages";
  return { run: freeRun(bank), instruction: instructionOf(opcode, ...stageOperands(bank)) };
}

/** Those that all instructions for stages of amplifiers begin with. */
const stageOperands = ({ operands, layout }: AmplifierBank): readonly number[] => [
  ...operands,
  layout.reach.byteOffset,
];

const freeRun = ({ amplifier, poles, v, wanted, offsets, layout }: AmplifierBank): Flow["run"] => {
  const { rails, slewRate, form } = amplifier;
  const stageError = form === "tanh" ? tanhStageError : clampStageError;
  const [first, target, stride] = [v.base, wanted.base, wanted.stride];
  return (values, slopes) => {
    const reach = layout.reach[0];
    for (let k = 0, from = target; k < offsets.length; k++, from += stride) {
      const goal = amplifierGoal(rails, values[from], offsets[k]);
      const c = goal - values[first + k];
      const error = stageError(poles.of[k], slewRate, reach, c);
      values[first + k] = goal - error;
      slopes[first + k] = (c - error) / reach;
    }
  };
};

/** The same with every corner on its branch; `rail` and `limit` as for its slopes: where the corners of each kind begin, -1 where there are none. */
export function heldSolve(
  bank: AmplifierBank,
  built: Float64Array,
  modes: Int8Array,
  at: Float64Array,
  rail: number,
  limit: number,
): Runnable<Flow["run"]> {
  const operands = [...stageOperands(bank), ...branchOperands(modes, at, rail, limit, built)];
  const run = heldRun(bank, built, modes, at, rail, limit);
  return { run, instruction: instructionOf(limit < 0 ? "tanhStagesHeld" : "clampStagesHeld", ...operands) };
}

const heldRun = (
  { amplifier: { rails, slewRate }, poles, v, wanted, offsets, layout }: AmplifierBank,
  built: Float64Array,
  modes: Int8Array,
  at: Float64Array,
  rail: number,
  limit: number,
): Flow["run"] => {
  const [first, target, stride] = [v.base, wanted.base, wanted.stride];
  return (values, slopes) => {
    const reach = layout.reach[0];
    for (let k = 0, from = target; k < offsets.length; k++, from += stride) {
      const pole = poles.of[k];
      let goal = values[from] + offsets[k];
      if (rail >= 0) {
        at[rail + k] = goal;
        goal = goalOnBranch(modes[rail + k], rails, goal);
      }
      const c = goal - values[first + k];
      const error =
        limit >= 0
          ? clampStageOnBranch(modes[limit + k], pole, slewRate, reach, c)
          : tanhStageError(pole, slewRate, reach, c);
      if (limit >= 0) at[limit + k] = error * (pole / built[k]);
      values[first + k] = goal - error;
      slopes[first + k] = (c - error) / reach;
    }
  };
};
