import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { OdeSystem } from "../../src/ode/contracts.ts";
import { dormandPrince54 } from "../../src/ode/steppers/dormand-prince-54.ts";
import { integrationOf, runTo } from "./integrate.ts";

/** The benchmark as ../shared/reference/problem.mjs defines it; see the equations there. */
interface Relaxation {
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

const FOLDER = fileURLToPath(new URL("../../../shared/reference/", import.meta.url));
const present = existsSync(`${FOLDER}problem.mjs`);
if (!present) process.stderr.write(`skipped: the reference problem, because ${FOLDER}problem.mjs is missing\n`);

const slew = (rate: number, pole: number, gap: number): number => rate * Math.tanh((pole * gap) / rate);

/** States: v, h, amplifier outputs of v, amplifier outputs of h. */
function relaxation(p: Relaxation): OdeSystem {
  const { Nv, Nh, xi } = p;
  const [f, g] = [new Float64Array(Nh), new Float64Array(Nv)];
  const [ov, oh] = [Nv + Nh, 2 * Nv + Nh];
  return {
    stateNames: Array.from({ length: 2 * (Nv + Nh) }, (_, i) => `x[${i}] [V]`),
    derivative(_t, x, out) {
      const most = x.subarray(Nv, Nv + Nh).reduce((high, h) => Math.max(high, h), Number.NEGATIVE_INFINITY);
      let sum = 0;
      for (let m = 0; m < Nh; m++) sum += f[m] = Math.exp(p.beta * (x[Nv + m] - most));
      for (let i = 0; i < Nv; i++) g[i] = Math.tanh(2 * x[i]);
      for (let i = 0; i < Nv; i++) {
        let drive = 0;
        for (let m = 0; m < Nh; m++) drive += (xi[m * Nv + i] * f[m]) / sum;
        out[i] = (x[ov + i] + p.a[i] - x[i]) / p.tauV;
        out[ov + i] = slew(p.SR, p.wv, drive - x[ov + i]);
      }
      for (let m = 0; m < Nh; m++) {
        let drive = 0;
        for (let i = 0; i < Nv; i++) drive += (xi[m * Nv + i] * g[i]) / Nv;
        out[Nv + m] = (x[oh + m] + p.b[m] - x[Nv + m]) / p.tauH;
        out[oh + m] = slew(p.SR, p.wh, drive - x[oh + m]);
      }
    },
  };
}

function start(p: Relaxation): Float64Array {
  const x = new Float64Array(2 * (p.Nv + p.Nh));
  x.set(p.v0);
  x.set(p.v0, p.Nv + p.Nh);
  return x;
}

const CASES = [
  { Nv: 7, Nh: 16, r: 10 },
  { Nv: 7, Nh: 16, r: 100 },
  { Nv: 7, Nh: 16, r: 1000 },
  { Nv: 32, Nh: 64, r: 100 },
];

describe.skipIf(!present)("relaxation with real amplifiers, Dormand-Prince at tolerance 1e-9", () => {
  it.each(CASES)(
    "$Nv x $Nh, pole ratio $r: within 1 uV of the reference at every time point",
    async ({ Nv, Nh, r }) => {
      const module = await import(/* @vite-ignore */ pathToFileURL(`${FOLDER}problem.mjs`).href);
      const problem = (module as { makeProblem(nv: number, nh: number, ratio: number): Relaxation }).makeProblem(
        Nv,
        Nh,
        r,
      );
      const rows = readFileSync(`${FOLDER}ode_${Nv}x${Nh}_r${r}_dp54_1e-12.csv`, "utf8").trim().split("\n");
      const points = rows.map((row) => row.split(",").map(Number));
      const integration = integrationOf(dormandPrince54, relaxation(problem), 1e-9);
      integration.begin(start(problem));
      const out = new Float64Array(2 * (Nv + Nh));
      let worst = 0;
      for (const [t, ...expected] of points) {
        runTo(integration, t);
        integration.interpolate(t, out);
        worst = expected.reduce((most, v, i) => Math.max(most, Math.abs(v - out[i])), worst);
        expect(worst).toBeLessThan(1e-6);
      }
      expect(points.length).toBe(101);
    },
  );
});
