import { describe, expect, it } from "vitest";
import { CircuitBuilder } from "../../analog-models/circuit.ts";
import { dac } from "../../src/lockstep/converters/drives.ts";
import { belowComparator, comparator } from "../../src/lockstep/converters/level-detector.ts";
import type { Frame } from "../../src/lockstep/observer.ts";
import { ps, type Picoseconds, us } from "../../src/time.ts";
import { TRANSPORTS, type TransportKind } from "../../cosim/host/transports.ts";
import { openSetup } from "./chip-stage.ts";

const bit = (port: string) => ({ port, lsb: 0, width: 1 });
const RESISTANCE = 10e3;
const CAPACITANCE = 10e-12;

/** The 555: a latch without a clock, two comparators, one capacitor. */
async function oscillator(transport: TransportKind, delay: Picoseconds) {
  const c = new CircuitBuilder();
  c.inputs("drive", "single", { unit: "V" });
  c.nodes("v", "single", { capacitance: CAPACITANCE });
  c.resistor("drive", "v", RESISTANCE);
  const rises: number[] = [];
  const frame = ({ t, changes }: Frame) => {
    if (changes.some(({ name, value }) => name === "charge_o" && value === 1)) rises.push(t);
  };
  const opened = await openSetup(
    {
      rtl: { top: "relaxation_latch", files: ["hdl/relaxation_latch.f"] },
      clocks: [],
      circuit: c.build(),
      wiring: [
        dac({ bits: bit("charge_o"), input: "drive", transfer: (charge) => 1.8 * charge }),
        comparator({ signal: "v", bits: bit("above_i"), threshold: 1.2, delay }),
        belowComparator({ signal: "v", bits: bit("below_i"), threshold: 0.6, delay }),
      ],
    },
    { transport, observers: [{ frame }], solver: { "solver.rtol": 1e-9, "solver.atol": 1e-12 } },
  );
  return { ...opened, rises };
}

describe.each(TRANSPORTS)("a latch that answers two comparators, over %s", (transport) => {
  it.each([0, 700, 12_345])("oscillates with the period of the closed form, comparators %d ps late", async (delay) => {
    const { body, rises, close } = await oscillator(transport, ps(delay));
    try {
      await body.delay(us(4));
    } finally {
      await close();
    }
    // Charging from a towards 1.8 V until d after crossing 1.2 V; the other half is its mirror image.
    const tau = RESISTANCE * CAPACITANCE * 1e12;
    const low = 0.6 * Math.exp(-delay / tau);
    const half = tau * Math.log((1.8 - low) / 0.6) + delay;
    const periods = rises.slice(2).map((t, i) => t - rises[i + 1]);
    expect(periods.length).toBeGreaterThan(20);
    // Each of the two crossings of a period is rounded up to a tick.
    for (const period of periods) expect(Math.abs(period - 2 * half)).toBeLessThanOrEqual(3);
  });
});
