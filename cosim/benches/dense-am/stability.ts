import { CoreStability } from "../../../analog-models/networks/core-stability.ts";
import type { DenseAm } from "../../../analog-models/networks/dense-am.ts";
import type { Volts } from "../../../src/units.ts";
import type { Setup } from "../../bench/bench.ts";
import type { StabilityFunction } from "../../bench/stability.ts";
import type { Chip } from "./chip.ts";

/** What a bench knows of its weights before they are programmed. */
export interface Knowledge extends Partial<Pick<StabilityFunction, "claims" | "severalByDesign" | "search">> {
  /** Given where relaxations are read by the clock, ready or not: the residual that would count as rest [V]. */
  readonly readByClock?: { readonly rest: Volts };
}

/** What is watched on a run of the reference chip, beside its energy. */
export function chipStability(
  network: DenseAm,
  { quietBelow, quietHysteresis }: Chip,
  { claims = [], severalByDesign = false, search, readByClock }: Knowledge,
): Required<Pick<Setup, "convergence" | "stability">> {
  const core = new CoreStability(network);
  const relaxing = (values: Float64Array) => core.relaxing(values);
  return {
    convergence: {
      unit: "V",
      relaxing,
      readout: { port: "sense_en_o", value: 0 },
      outputs: core.outputs,
      residual: (values) => core.residual(values),
      curvature: (values) => core.curvature(values),
      // A neuron that was quiet stays so up to the upper threshold of its comparator.
      rest: readByClock?.rest ?? quietBelow + quietHysteresis,
      demanded: readByClock === undefined,
    },
    stability: {
      claims,
      severalByDesign,
      relaxing,
      standing: (values) => core.standing(values),
      clipped: (values) => core.clipped(values),
      runaway: (values) => core.runaway(values),
      ...(search === undefined ? {} : { search }),
    },
  };
}
