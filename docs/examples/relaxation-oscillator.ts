import { belowComparator, CircuitBuilder, comparator, defineBench, level, z } from "settle";

const bit = (port: string) => ({ port, lsb: 0, width: 1 });

/** A latch without a clock charges a capacitor to 1.2 V and discharges it to 0.6 V. Its period is 2 R C ln 2. */
export default defineBench({
  name: "oscillator",
  summary: "A relaxation oscillator: two comparators, a capacitor, and a latch without a clock",
  parameters: z.object({
    resistance: z.number().positive().default(1000).describe("from the latch to the capacitor [ohm]"),
    capacitance: z.number().positive().default(100).describe("of the capacitor [pF]"),
  }),
  setup: ({ resistance, capacitance }) => ({
    rtl: { top: "relaxation_latch", files: ["hdl/relaxation_latch.f"] },
    clocks: [],
    circuit: new CircuitBuilder()
      .inputs("supply", "single", { unit: "V", low: 0, high: 1.8 })
      .nodes("cap", "single", { capacitance: capacitance * 1e-12 })
      .resistor("supply", "cap", resistance)
      .build(),
    wiring: [
      level({ kind: "driver", bits: bit("charge_o"), input: "supply", transfer: (on) => 1.8 * on }),
      comparator({ signal: "cap", bits: bit("above_i"), threshold: 1.2 }),
      belowComparator({ signal: "cap", bits: bit("below_i"), threshold: 0.6 }),
    ],
  }),
  async test(t, { resistance, capacitance }) {
    await t.rising("charge_o");
    const start = t.now;
    for (let n = 0; n < 100; n++) await t.rising("charge_o");
    // Both crossings of a period are rounded up by at most 1 ps, and what they overshoot takes half as long to come back.
    const error_ps = (t.now - start) / 100 - 2 * resistance * capacitance * Math.LN2;
    t.expect("error of the period", error_ps, { between: [-0.5, 3.5] }, "ps");
  },
});
