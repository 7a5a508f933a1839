import { SettleError } from "../../src/errors.ts";
import type { Volts } from "../../src/units.ts";
import { arrayCoefficients, arraySlopes, type CapacitorArray } from "../capacitor-array.ts";
import type { Element, Flow } from "./element.ts";
import type { Span } from "./layout.ts";

/** What the plates of a capacitor array are switched to, and by what. */
export interface CapacitorArrayTerminals {
  /** 1 while sampling: all bottom plates to `sampled`, the top plate to `common`. */
  readonly sample: string;
  /** shape (bits,), 1 ties the bottom plate of bit k to `reference`, 0 to `ground`, while not sampling */
  readonly bits: string;
  readonly sampled: string;
  readonly reference: string;
  readonly ground: string;
  readonly common: string;
}

export const capacitorArrayElement =
  (name: string, p: CapacitorArray, t: CapacitorArrayTerminals): Element =>
  (layout) => {
    const where = `capacitor array "${name}"`;
    const one = (terminal: string): Span => layout.sized(terminal, 1, where);
    const bits = layout.span(t.bits, where);
    if (bits.size !== p.bits)
      throw new SettleError("BAD_BENCH", `${where}: ${bits.size} control bits for ${p.bits} capacitors`);
    const rails = [one(t.sample), one(t.sampled), one(t.reference), one(t.ground), one(t.common)];
    const [sample, sampled, reference, ground, common] = rails.map((span) => span.base);
    const plates = layout.span(`${name}.bottom`, where);
    const top = layout.span(`${name}.top`, where).base;
    const c = arrayCoefficients(p);
    const topConductance = 1 / p.topResistance;
    const run: Flow["run"] = (values, slopes) => {
      const sampling = values[sample] !== 0;
      for (let k = 0; k <= p.bits; k++) {
        const high = k < p.bits && values[bits.base + k] !== 0;
        const tied: Volts = sampling ? values[sampled] : high ? values[reference] : values[ground];
        slopes[plates.base + k] = c.conductance[k] * (tied - values[plates.base + k]);
      }
      slopes[top] = sampling ? topConductance * (values[common] - values[top]) : 0;
      arraySlopes(c, slopes, plates.base);
    };
    return { flows: [{ where, reads: [...rails, bits], stage: "slope", run }] };
  };
