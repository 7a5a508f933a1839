import type { Seconds } from "../../src/units.ts";
import { ACTIVITY_GAIN, BETA, HIDDEN_TAU, type Relaxation, SLEW_RATE, VISIBLE_TAU } from "./relaxation.ts";

/** Of every node and amplifier in the netlist; currents and resistances follow. */
const FARADS = 1e-9;
const CASE = "relaxation of a core";

/** The nodes that are written out: as many visible and hidden ones as there are, up to this many each. */
const WATCHED = 8;
export const watchedNodes = (visible: number, hidden: number): readonly string[] => [
  ...Array.from({ length: Math.min(WATCHED, visible) }, (_, i) => `v${i}`),
  ...Array.from({ length: Math.min(WATCHED, hidden) }, (_, m) => `h${m}`),
];

/**
 * The same equations for ngspice. A row's and a column's current each flow into 1 ohm from one voltage-controlled source per
 * crosspoint; a softmax is the exponentials, their sum in 1 ohm, and quotients; an amplifier is a current into a capacitor.
 */
export function spiceNetlist({ core, bias, poleRatio }: Relaxation, reltol: number, end: Seconds, raw: string): string {
  const { visible, softmaxRows: hidden, visibleTransimpedance, softmaxTransimpedance } = core.parameters;
  const x = core.circuit.initialState();
  const amps = visible + hidden + 1;
  const lines = [`* ${CASE}, ${visible} x ${hidden}`, `.param slew=${SLEW_RATE}`];
  const neuron = (name: string, k: number, tau: Seconds, drive: string): void => {
    const current = (target: string) => `I=${FARADS}*slew*tanh(${poleRatio / tau}*(${target}-V(o${name}))/slew)`;
    lines.push(`Ba${name} 0 o${name} ${current(drive)}`, `Co${name} o${name} 0 ${FARADS} IC=${x[amps + k]}`);
    lines.push(`Bn${name} 0 ${name} I=${FARADS / tau}*(V(o${name})+${bias[k]}-V(${name}))`);
    lines.push(`C${name} ${name} 0 ${FARADS} IC=${x[k]}`);
  };
  for (let i = 0; i < visible; i++) {
    neuron(`v${i}`, i, VISIBLE_TAU, `V(c${i})`);
    lines.push(`Bg${i} g${i} 0 V=tanh(${ACTIVITY_GAIN}*V(v${i}))`, `Rc${i} c${i} 0 1`);
  }
  for (let m = 0; m < hidden; m++) {
    neuron(`h${m}`, visible + m, HIDDEN_TAU, `V(r${m})`);
    lines.push(`Be${m} e${m} 0 V=exp(${BETA}*V(h${m}))`, `Gs${m} 0 total e${m} 0 1`);
    lines.push(`Bf${m} f${m} 0 V=V(e${m})/V(total)`, `Rr${m} r${m} 0 1`);
  }
  lines.push("Rtotal total 0 1");
  core.crossbar.difference.forEach((g, cell) => {
    const [m, i] = [Math.floor(cell / visible), cell % visible];
    lines.push(`Gr${cell} 0 r${m} g${i} 0 ${g * softmaxTransimpedance}`);
    lines.push(`Gc${cell} 0 c${i} f${m} 0 ${g * visibleTransimpedance}`);
  });
  const watched = watchedNodes(visible, hidden).map((node) => `v(${node})`);
  lines.push(`.options reltol=${reltol} vntol=1e-9 abstol=1e-15 chgtol=1e-20`);
  lines.push(".control", `save ${watched.join(" ")}`, `tran ${end / 100} ${end} uic`, "set filetype=ascii");
  lines.push(`write ${raw} ${watched.join(" ")}`, "quit", ".endc", ".end", "");
  return lines.join("\n");
}
