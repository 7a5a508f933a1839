import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { denseAm, type DenseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults, type DenseAmParameters } from "../../analog-models/networks/dense-am-parameters.ts";
import type { Amplifier } from "../../analog-models/amplifier.ts";

export const REFERENCE = fileURLToPath(new URL("../../../shared/reference/", import.meta.url));
const PRESENT = existsSync(`${REFERENCE}problem.mjs`);

/** Names of reference files that match, none where the folder is missing; then it says so. */
export function referenceFiles(pattern: RegExp): string[] {
  if (PRESENT) return readdirSync(REFERENCE).filter((file) => pattern.test(file));
  process.stderr.write(`skipped: ${REFERENCE} is missing, so there is nothing to compare with\n`);
  return [];
}

/** Rows of numbers, shape (rows, columns); a header line gives the names of the columns. */
export interface Table {
  readonly columns: readonly string[] | undefined;
  readonly rows: readonly (readonly number[])[];
}

export function readTable(file: string): Table {
  const lines = readFileSync(`${REFERENCE}${file}`, "utf8").trim().split("\n");
  const hasHeader = Number.isNaN(Number(lines[0].split(",")[0]));
  const columns = hasHeader ? lines[0].split(",") : undefined;
  return { columns, rows: lines.slice(hasHeader ? 1 : 0).map((line) => line.split(",").map(Number)) };
}

/** What problem.mjs defines; shapes (Nh, Nv), (Nv,), (Nh,). */
interface Problem {
  readonly Nv: number;
  readonly Nh: number;
  readonly tauV: number;
  readonly tauH: number;
  readonly SR: number;
  readonly beta: number;
  readonly wv: number;
  readonly wh: number;
  readonly xi: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly v0: Float64Array;
}

/**
 * Amplifiers start where their nodes do. (The first microvolts of the ngspice waveforms show it.)
 *
 * The reference circuit in volts, ohms and farads: exact weights, no rails, no offsets, released from the start.
 */
export async function referenceCore(nv: number, nh: number, r: number): Promise<DenseAm> {
  const reference = (await import(`${REFERENCE}problem.mjs`)) as {
    readonly makeProblem: (nv: number, nh: number, r: number) => Problem;
  };
  const problem = reference.makeProblem(nv, nh, r);
  const core = denseAm(coreParameters(problem));
  const set = (name: string, value: number) =>
    core.circuit.setInput(
      core.circuit.inputNames.findIndex((n) => n.startsWith(`${name} `)),
      value,
    );
  set("release", 1);
  [...problem.a, ...problem.b].forEach((value, k) => set(`bias[${k}]`, value));
  return core;
}

function coreParameters(p: Problem): DenseAmParameters {
  const defaults = denseAmDefaults(p.Nv, p.Nh);
  const full = p.xi.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const { conductanceMin, conductanceMax } = defaults.crossbar;
  const transimpedance = full / (conductanceMax - conductanceMin);
  const amplifier = (pole: number): Amplifier => ({
    form: "tanh",
    gainBandwidth: pole / (2 * Math.PI),
    gain: 1,
    slewRate: p.SR,
    rails: { low: -Infinity, high: Infinity },
  });
  return {
    ...defaults,
    visibleNode: { resistance: p.tauV / 1e-12, capacitance: 1e-12, leakConductance: 0 },
    hiddenNode: { resistance: p.tauH / 1e-12, capacitance: 1e-12, leakConductance: 0 },
    visibleActivation: { kind: "tanh", gain: 2, scale: 1 },
    softmax: { beta: p.beta, scale: 1 },
    visibleTransimpedance: transimpedance,
    softmaxTransimpedance: transimpedance / p.Nv,
    reluTransimpedance: transimpedance / p.Nv,
    visibleAmplifier: amplifier(p.wv),
    hiddenAmplifier: amplifier(p.wh),
    crossbar: { ...defaults.crossbar, levels: "continuous" },
    weights: p.xi.map((x) => x / full),
    initial: { visible: p.v0, hidden: 0, visibleAmplifier: p.v0, hiddenAmplifier: 0 },
  };
}
