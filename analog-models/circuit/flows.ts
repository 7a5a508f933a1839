import { SettleError } from "../../src/errors.ts";
import type { Farads, Siemens } from "../../src/units.ts";
import { instructionOf } from "../kernel/opcodes.ts";
import { nodeSlope } from "../rc-node.ts";
import { type Switch, switchConductance } from "../switch.ts";
import type { Element, Flow, Runnable } from "./element.ts";
import type { Layout, Span } from "./layout.ts";
import { type PerElement, perElement } from "./per-element.ts";
import { fixedRates, nodeRates, switchedRates } from "./relaxation-rates.ts";

/** C dv/dt = i - g v over a bank; runs after all currents are summed. */
export const nodeElement =
  (name: string, capacitance: ArrayLike<Farads>, leak: ArrayLike<Siemens>): Element =>
  (layout) => {
    const where = `nodes "${name}"`;
    const span = layout.span(name, where);
    const { base } = span;
    const [capacitances, leaks] = [layout.kept(capacitance), layout.kept(leak)];
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
    const operands = [layout.slopeAddressOf(span), span.size, layout.addressOf(span)];
    const work = { run, instruction: instructionOf("nodes", ...operands, capacitances.byteOffset, leaks.byteOffset) };
    const addRates = nodeRates(base, capacitances, leaks);
    return { flows: [{ where, reads: [], stage: "slope", linear: true, ...work, addRates }] };
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
    if ("siemens" in through) {
      const siemens = layout.kept(perElement(through.siemens, size, where));
      const work = { ...fixedBranch(a, b, siemens, layout), addRates: fixedRates(a, b, siemens) };
      return { flows: [{ where, reads: [a, b], stage: "current", linear: true, ...work }] };
    }
    const control = layout.sized(through.control, size, where);
    const addRates = switchedRates(a, b, through.switch, control);
    const work = { ...switchedBranch(a, b, through.switch, control, layout), addRates };
    const linear = control.kind === "input";
    return { flows: [{ where, reads: [a, b, control], stage: "current", linear, ...work }] };
  };

/** Both ends, and where the current adds and subtracts: 0 where an end is no node. */
const ends = (a: Span, b: Span, layout: Layout): readonly number[] => [
  ...[a, b].flatMap((span) => [layout.addressOf(span), 8 * span.stride]),
  ...[b, a].map((span) => (span.kind === "node" ? layout.slopeAddressOf(span) : 0)),
];

function fixedBranch(a: Span, b: Span, siemens: Float64Array, layout: Layout): Runnable<Flow["run"]> {
  const [leavesA, entersB] = [a.kind === "node", b.kind === "node"];
  const [firstA, strideA, firstB, strideB] = [a.base, a.stride, b.base, b.stride];
  const run: Flow["run"] = (values, slopes) => {
    for (let k = 0, from = firstA, to = firstB; k < siemens.length; k++, from += strideA, to += strideB) {
      const current = siemens[k] * (values[from] - values[to]);
      if (entersB) slopes[to] += current;
      if (leavesA) slopes[from] -= current;
    }
  };
  return { run, instruction: instructionOf("branches", siemens.length, ...ends(a, b, layout), siemens.byteOffset) };
}

function switchedBranch(a: Span, b: Span, s: Switch, control: Span, layout: Layout): Runnable<Flow["run"]> {
  const common = control.stride === 0;
  const [leavesA, entersB] = [a.kind === "node", b.kind === "node"];
  const [size, firstA, strideA, firstB, strideB] = [a.size, a.base, a.stride, b.base, b.stride];
  const run: Flow["run"] = (values, slopes) => {
    let conductance = switchConductance(s, values[control.base]);
    // One control for all, and open: most switches most of the time.
    if (common && conductance === 0) return;
    for (let k = 0, from = firstA, to = firstB; k < size; k++, from += strideA, to += strideB) {
      if (!common) conductance = switchConductance(s, values[control.base + k]);
      const current = conductance * (values[from] - values[to]);
      if (entersB) slopes[to] += current;
      if (leavesA) slopes[from] -= current;
    }
  };
  if (!common) return { run };
  const conductances = layout.kept([s.offConductance, 1 / s.onResistance - s.offConductance]).byteOffset;
  const operands = [size, ...ends(a, b, layout), conductances, layout.addressOf(control)];
  return { run, instruction: instructionOf("switches", ...operands) };
}
