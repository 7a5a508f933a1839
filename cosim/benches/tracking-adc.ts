import { CircuitBuilder } from "../../analog-models/circuit.ts";
import { sine } from "../../analog-models/sources/sine.ts";
import { comparator } from "../../src/lockstep/converters/level-detector.ts";
import { dac } from "../../src/lockstep/converters/drives.ts";
import { ns } from "../../src/time.ts";
import { defineBench, type Setup } from "../bench/bench.ts";
import { trackedExactly } from "./tracking-adc/closed-form.ts";
import {
  BITS,
  CLOCK_NS,
  CODES,
  PARAMETERS,
  RESET_EDGES,
  trackingOf,
  type Parameters,
} from "./tracking-adc/parameters.ts";

function setup(p: Parameters): Setup {
  const { reference, input, resistance, capacitance } = trackingOf(p);
  const high = ns(CLOCK_NS / 2);
  return {
    rtl: { top: "tracking_adc", files: ["hdl/tracking_adc.f"], parameters: { Bits: BITS } },
    clocks: [{ port: "clk_i", period: ns(CLOCK_NS), firstRise: high, high }],
    circuit: new CircuitBuilder()
      .inputs("dac", "single", { unit: "V", low: 0, high: reference })
      .source("vin", sine(input))
      .nodes("cap", "single", { capacitance })
      .resistor("dac", "cap", resistance)
      .signal("difference", "V", [{ from: "vin" }, { from: "cap", gain: -1 }])
      .build(),
    wiring: [
      dac({
        bits: { port: "dac_o", lsb: 0, width: BITS },
        input: "dac",
        transfer: (code) => (reference * code) / CODES,
      }),
      comparator({ signal: "difference", bits: { port: "cmp_i", lsb: 0, width: 1 }, threshold: 0 }),
    ],
    record: ["vin", "cap", "dac"],
  };
}

/** Edges between two lines of progress. */
const PER_LINE = 10_000;

export default defineBench({
  name: "tracking-adc",
  summary: "A counter that follows a sine through a 4-bit DAC and an RC node: feedback on every clock",
  parameters: PARAMETERS,
  setup,
  async test(t, p) {
    await t.cycles(RESET_EDGES);
    await t.set("rst_ni", 1);
    for (let done = RESET_EDGES; done < p.edges; ) {
      const next = Math.min(p.edges, done + PER_LINE);
      await t.cycles(next - done);
      done = next;
      t.progress(done, p.edges, "clock edges");
    }
    const exact = trackedExactly(trackingOf(p), BITS, p.edges);
    t.expect("cycles", t.get("cycles_o"), { equals: p.edges - RESET_EDGES }, "cycles");
    t.expect("sum of codes, as in closed form", t.get("sum_o"), { equals: exact.sum }, "codes");
    t.expect("toggles of the comparator, as in closed form", t.get("toggles_o"), { equals: exact.toggles }, "toggles");
    t.figure("nearest the input came to the capacitor at an edge, in closed form", exact.closest_V * 1e6, "uV");
  },
});
