import { SettleError } from "../../src/errors.ts";
import type { Farads, Siemens } from "../../src/units.ts";
import { nodeSlope } from "../rc-node.ts";
import { type Switch, switchConductance } from "../switch.ts";
import type { Element, Flow } from "./element.ts";
import type { Span } from "./layout.ts";
import { type PerElement, perElement } from "./per-element.ts";

/** C dv/dt = i - g v over a bank; runs after all currents are summed. */
export const nodeElement =
  (name: string, capacitance: ArrayLike<Farads>, leak: ArrayLike<Siemens>): Element =>
  (layout) => {
    const where = `nodes "${name}"`;
    const { base } = layout.span(name, where);
    const [capacitances, leaks] = [Float64Array.from(capacitance), Float64Array.from(leak)];
    const bad = capacitances.findIndex((farads, k) => !(farads > 0 && leaks[k] >= 0));
    if (bad >= 0) {
      throw new SettleError(
        "OUT_OF_RANGE",
        `${where}: element ${bad} has ${capacitance[bad]} F and a leak of ${leak[bad]} S; it needs more than 0 F and 0 S or more`,
      );
    }
    const run: Flow["run"] = (values, slopes) => {
      for (let k = 0; k < capacitances.length; k++)
        slopes[base + k] = nodeSlope(capacitances[k], leaks[k], slopes[base + k], values[base + k]);
    };
    return { flows: [{ where, reads: [], stage: "slope", run }] };
  };

/** i = g (v_from - v_to), where g is fixed or follows a control. */
export interface Branch {
  readonly from: string;
  readonly to: string;
  /** A conductance, or a switch and the terminal that closes it. */
  readonly through: { readonly siemens: PerElement } | { readonly switch: Switch; readonly control: string };
}

export const branchElement =
  ({ from, to, through }: Branch): Element =>
  (layout) => {
    const where = `branch from "${from}" to "${to}"`;
    const size = Math.max(layout.span(from, where).size, layout.span(to, where).size);
    const [a, b] = [layout.sized(from, size, where), layout.sized(to, size, where)];
    if (a.kind !== "node" && b.kind !== "node")
      throw new SettleError("BAD_BENCH", `${where}: neither end is a node, so its current flows nowhere`);
    const run = "siemens" in through ? fixedBranch(a, b, perElement(through.siemens, size, where)) : undefined;
    if (run !== undefined) return { flows: [{ where, reads: [a, b], stage: "current", run }] };
    const s = through as { switch: Switch; control: string };
    const control = layout.sized(s.control, size, where);
    return {
      flows: [{ where, reads: [a, b, control], stage: "current", run: switchedBranch(a, b, s.switch, control) }],
    };
  };

const fixedBranch = (a: Span, b: Span, siemens: Float64Array): Flow["run"] => {
  const [leavesA, entersB] = [a.kind === "node", b.kind === "node"];
  const [firstA, strideA, firstB, strideB] = [a.base, a.stride, b.base, b.stride];
  return (values, slopes) => {
    for (let k = 0, from = firstA, to = firstB; k < siemens.length; k++, from += strideA, to += strideB) {
      const current = siemens[k] * (values[from] - values[to]);
      if (entersB) slopes[to] += current;
      if (leavesA) slopes[from] -= current;
    }
  };
};

/** One control for all, and open: most switches most of the time. */
const switchedBranch = (a: Span, b: Span, s: Switch, control: Span): Flow["run"] => {
  const common = control.stride === 0;
  const [leavesA, entersB] = [a.kind === "node", b.kind === "node"];
  const [size, firstA, strideA, firstB, strideB] = [a.size, a.base, a.stride, b.base, b.stride];
  return (values, slopes) => {
    let conductance = switchConductance(s, values[control.base]);
    if (common && conductance === 0) return;
    for (let k = 0, from = firstA, to = firstB; k < size; k++, from += strideA, to += strideB) {
      if (!common) conductance = switchConductance(s, values[control.base + k]);
      const current = conductance * (values[from] - values[to]);
      if (entersB) slopes[to] += current;
      if (leavesA) slopes[from] -= current;
    }
  };
};
