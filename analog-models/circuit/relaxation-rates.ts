import { type Switch, switchConductance } from "../switch.ts";
import type { Flow } from "./element.ts";
import type { Span } from "./layout.ts";

/** What the flows of flows.ts say about how fast they let nodes relax; see Flow.addRates. */
type Rates = NonNullable<Flow["addRates"]>;

export const nodeRates =
  (base: number, capacitance: ArrayLike<number>, leak: ArrayLike<number>): Rates =>
  (_values, rates) => {
    for (let k = 0; k < capacitance.length; k++) rates[base + k] = (rates[base + k] + leak[k]) / capacitance[k];
  };

export const fixedRates = (a: Span, b: Span, siemens: ArrayLike<number>): Rates => ratesOf(a, b, (_, k) => siemens[k]);

/** A control that is no input may change within a segment: as if it were closed. */
export const switchedRates = (a: Span, b: Span, s: Switch, control: Span): Rates =>
  ratesOf(a, b, (values, k) =>
    control.kind === "input"
      ? switchConductance(s, values[control.base + k * control.stride])
      : Math.max(switchConductance(s, 0), switchConductance(s, 1)),
  );

const ratesOf = (a: Span, b: Span, siemensOf: (values: Float64Array, k: number) => number): Rates => {
  const ends = [a, b].filter(({ kind }) => kind === "node");
  return (values, rates) => {
    for (const { base, size, stride } of ends)
      for (let k = 0; k < size; k++) rates[base + k * stride] += siemensOf(values, k);
  };
};
