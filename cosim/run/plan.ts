import { SettleError } from "../../src/errors.ts";
import { checkedClock } from "../../src/lockstep/clocks.ts";
import { selection } from "../../src/observe/select-signals.ts";
import { formatTime } from "../../src/time.ts";
import type { Bench, Setup } from "../bench/bench.ts";

/** A bench made concrete: its set-up for one set of parameters and one seed. */
export interface Plan {
  readonly bench: Bench;
  readonly setup: Setup;
  readonly seed: number;
}

export function planBench(bench: Bench, parameters: Record<string, unknown>, seed: number): Plan {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new SettleError("OUT_OF_RANGE", `seed is ${seed}; it must be a whole number from 0 to 2^53 - 1`);
  }
  const setup = bench.setup(parameters, seed);
  for (const clock of setup.clocks) checkedClock(clock);
  selection(setup.circuit.signalNames, setup.record ?? [], "the bench's record list");
  return { bench, setup, seed };
}

/** For `settle check`: what there is, in a few lines. */
export function describePlan({ setup }: Plan): readonly string[] {
  const { clocks, circuit, wiring, rtl } = setup;
  const clockText = clocks.map(({ port, period }) => `${port} every ${formatTime(period)}`).join(", ") || "none";
  const count = (direction: string) => wiring.filter((converter) => converter.direction === direction).length;
  return [
    `RTL top ${rtl.top} from ${rtl.files.join(", ")}`,
    `clocks: ${clockText}`,
    `circuit: ${circuit.stateNames.length} states, ${circuit.inputNames.length} inputs, ${circuit.signalNames.length} signals`,
    `wiring: ${count("D->A")} converters to analog, ${count("A->D")} to digital`,
  ];
}
