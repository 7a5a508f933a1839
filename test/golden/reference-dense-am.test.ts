import { describe, expect, it } from "vitest";
import { statesAt } from "../unit/analog-models/trajectory.ts";
import { readTable, referenceCore, referenceFiles, type Table } from "./reference.ts";

const RELATIVE = 1e-9;
/** Of the reference solution's own definition (dp54 at 1e-12), and of ngspice, whose own error is up to 2.2 uV. */
const ODE_BOUND = 1e-6;
const NGSPICE_BOUND = 3e-6;

/** Largest distance of the core's node voltages from the table's [V], over all rows and nodes. */
async function distance(nv: number, nh: number, r: number, table: Table): Promise<number> {
  const { circuit } = await referenceCore(nv, nh, r);
  const names = circuit.stateNames;
  const visible = names.indexOf("visible.v[0] [V]");
  const hidden = names.indexOf("hidden.v[0] [V]");
  // Without a header: visible nodes first, then hidden ones.
  const columns = table.columns?.slice(1) ?? [
    ...Array.from({ length: nv }, (_, i) => `v(v${i})`),
    ...Array.from({ length: nh }, (_, m) => `v(h${m})`),
  ];
  const places = columns.map((c) => (c[2] === "v" ? visible : hidden) + Number(c.slice(3, -1)));
  const times = table.rows.map((row) => row[0]);
  const states = statesAt(circuit, circuit.initialState(), times, { relative: RELATIVE, absolute: RELATIVE });
  return states.reduce(
    (worst, x, t) => places.reduce((w, at, k) => Math.max(w, Math.abs(x[at] - table.rows[t][k + 1])), worst),
    0,
  );
}

function caseOf(file: string): { file: string; nv: number; nh: number; r: number } {
  const [, nv, nh, r] = /(\d+)x(\d+)_(?:A_)?r(\d+)_/.exec(file) ?? [];
  return { file, nv: Number(nv), nh: Number(nh), r: Number(r) };
}

const ode = referenceFiles(/^ode_.*\.csv$/).map(caseOf);
const ngspice = referenceFiles(/^ng39_.*\.csv$/).map(caseOf);

describe("the dense associative memory relaxes as its reference solutions do", () => {
  it.skipIf(ode.length === 0)("has reference solutions of every size", () => {
    expect(ode.length).toBeGreaterThanOrEqual(4);
    expect(ngspice.length).toBeGreaterThanOrEqual(4);
  });

  it.for(ode)("$file within 1 uV", async ({ file, nv, nh, r }) => {
    expect(await distance(nv, nh, r, readTable(file))).toBeLessThan(ODE_BOUND);
  });

  it.for(ngspice)("$file within 3 uV", async ({ file, nv, nh, r }) => {
    expect(await distance(nv, nh, r, readTable(file))).toBeLessThan(NGSPICE_BOUND);
  });
});
