import type { Bits } from "../../src/lockstep/digital-peer.ts";
import type { Pins, Surroundings } from "./pins.ts";

export interface Script {
  readonly neurons: number;
  /** Cycles of release after which every comparator says quiet; Infinity: never. */
  readonly quietAfter: number;
  /** Cycles from adc_start_o to a valid code; Infinity: never. */
  readonly latency: number;
  /** What the ADC reads at each visible node. */
  readonly codes: readonly number[];
}

/** Stands where the analog half would be: comparators and ADC answer by a script, whatever the DACs say. */
export function scriptedNetwork(script: Script): Surroundings {
  const quiet = 2n ** BigInt(script.neurons) - 1n;
  let released = 0;
  let converting = Infinity;
  return (pins: Pins): Readonly<Record<string, Bits>> => {
    released = pins.get("sense_en_o") === 1 ? released + 1 : 0;
    converting = pins.get("adc_start_o") === 1 ? 0 : converting + 1;
    const ready = converting >= script.latency;
    return {
      quiet_i: released > script.quietAfter ? quiet : 0n,
      adc_valid_i: ready ? 1 : 0,
      adc_code_i: ready ? (script.codes[pins.number("mux_sel_o")] ?? 0) : 0,
    };
  };
}
