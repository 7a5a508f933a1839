import { SettleError } from "../../src/errors.ts";
import type { Farads, Siemens, Volts } from "../../src/units.ts";
import { type Amplifier, amplifierGoal, clampSlope, closedLoopPole, tanhSlope } from "../amplifier.ts";
import { arrayCoefficients, arraySlopes, type CapacitorArray } from "../capacitor-array.ts";
import { type Multiplexer, multiplexerCurrent } from "../multiplexer.ts";
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
    const nodes = Array.from(capacitance, (c, k) => ({ capacitance: c, leakConductance: leak[k] }));
    const bad = nodes.findIndex((node) => !(node.capacitance > 0 && node.leakConductance >= 0));
    if (bad >= 0) {
      throw new SettleError(
        "OUT_OF_RANGE",
        `${where}: element ${bad} has ${capacitance[bad]} F and a leak of ${leak[bad]} S; it needs more than 0 F and 0 S or more`,
      );
    }
    const run: Flow["run"] = (values, slopes) => {
      for (let k = 0; k < nodes.length; k++) slopes[base + k] = nodeSlope(nodes[k], slopes[base + k], values[base + k]);
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
  return (values, slopes) => {
    for (let k = 0; k < siemens.length; k++) {
      const from = a.base + k * a.stride;
      const to = b.base + k * b.stride;
      const current = siemens[k] * (values[from] - values[to]);
      if (entersB) slopes[to] += current;
      if (leavesA) slopes[from] -= current;
    }
  };
};

const switchedBranch = (a: Span, b: Span, s: Switch, control: Span): Flow["run"] => {
  const [leavesA, entersB] = [a.kind === "node", b.kind === "node"];
  return (values, slopes) => {
    for (let k = 0; k < a.size; k++) {
      const from = a.base + k * a.stride;
      const to = b.base + k * b.stride;
      const conductance = switchConductance(s, values[control.base + k * control.stride]);
      const current = conductance * (values[from] - values[to]);
      if (entersB) slopes[to] += current;
      if (leavesA) slopes[from] -= current;
    }
  };
};

export const amplifierElement =
  (name: string, amplifier: Amplifier, target: string, offset: PerElement): Element =>
  (layout) => {
    const where = `amplifiers "${name}"`;
    const v = layout.span(name, where);
    const wanted = layout.sized(target, v.size, where);
    const offsets = perElement(offset, v.size, `offset of ${where}`);
    const { rails, slewRate, form } = amplifier;
    const pole = closedLoopPole(amplifier);
    if (!(pole > 0 && pole < Infinity && slewRate > 0 && rails.high > rails.low)) {
      throw new SettleError(
        "OUT_OF_RANGE",
        `${where}: bandwidth, gain and slew rate must be above 0 and the rails apart`,
      );
    }
    const slope = form === "tanh" ? tanhSlope : clampSlope;
    const run: Flow["run"] = (values, slopes) => {
      for (let k = 0; k < v.size; k++) {
        const goal = amplifierGoal(rails, values[wanted.base + k * wanted.stride], offsets[k]);
        slopes[v.base + k] = slope(pole, slewRate, goal - values[v.base + k]);
      }
    };
    return { flows: [{ where, reads: [wanted], stage: "slope", run }] };
  };

export interface MultiplexerTerminals {
  /** Channels in order; banks count element by element. */
  readonly channels: readonly string[];
  /** Number of the selected channel; -1 leaves the capacitor floating. */
  readonly select: string;
  /** Node that is charged. */
  readonly into: string;
}

export const multiplexerElement =
  (m: Multiplexer, t: MultiplexerTerminals): Element =>
  (layout) => {
    const where = `multiplexer into "${t.into}"`;
    const spans = t.channels.map((channel) => layout.span(channel, where));
    const channels = spans.flatMap((s) => Array.from({ length: s.size }, (_, k) => s.base + k));
    const nodes = spans.flatMap((s) => Array.from({ length: s.size }, () => s.kind === "node"));
    const [select, into] = [layout.sized(t.select, 1, where), layout.sized(t.into, 1, where)];
    if (into.kind !== "node") throw new SettleError("BAD_BENCH", `${where}: only a node can be charged`);
    const run: Flow["run"] = (values, slopes) => {
      const channel = values[select.base];
      if (!(channel >= 0 && channel < channels.length)) return;
      const current = multiplexerCurrent(m, values[channels[channel]], values[into.base]);
      slopes[into.base] += current;
      if (!m.buffered && nodes[channel]) slopes[channels[channel]] -= current;
    };
    return { flows: [{ where, reads: [...spans, select, into], stage: "current", run }] };
  };

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
