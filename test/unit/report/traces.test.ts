import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldedConverters } from "../../../cosim/report/converter-rows.ts";
import { MinMaxSeries } from "../../../cosim/report/min-max-series.ts";
import { plottedSignals } from "../../../cosim/report/plotted-signals.ts";
import { TraceRecorder } from "../../../cosim/report/trace-recorder.ts";
import { ps } from "../../../src/time.ts";
import { syntheticTraces } from "./synthetic-run.ts";

const series = (values: readonly number[], most: number) => {
  const made = new MinMaxSeries(most);
  values.forEach((value, t) => made.add(t, value));
  return made.points();
};
describe("MinMaxSeries", () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 500 });
  const most = fc.integer({ min: 6, max: 40 });

  it("never answers more points than asked for, in order of time, all of them real", () => {
    fc.assert(
      fc.property(values, most, (list, limit) => {
        const { t, values: kept } = series(list, limit);
        expect(t.length).toBeLessThanOrEqual(limit);
        t.forEach((time, n) => expect(kept[n]).toBe(list[time]));
        for (let n = 1; n < t.length; n++) expect(t[n]).toBeGreaterThan(t[n - 1] ?? -1);
      }),
    );
  });

  it("keeps the first and the last point, the least and the greatest value", () => {
    fc.assert(
      fc.property(values, most, (list, limit) => {
        const { t, values: kept } = series(list, limit);
        expect([t[0], t.at(-1)]).toEqual([0, list.length - 1]);
        expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...list), Math.max(...list)]);
      }),
    );
  });

  it("keeps every point while there is room", () => {
    const list = [5, 1, 4, 2, 3];
    expect(series(list, 12).values).toEqual(list);
  });
});

describe("TraceRecorder", () => {
  it("keeps the first relaxations, each on its own, with the energy along it", () => {
    const recorder = syntheticTraces(6);
    const panels = new Set(recorder.traces().map(({ panel }) => panel));
    expect([...panels].map((name) => name.split(",")[0])).toEqual([1, 2, 3, 4].map((n) => `relaxation ${n}`));
    expect(recorder.traces()).toHaveLength(4 * 7);
    expect(recorder.energy().map(({ panel }) => panel)).toEqual([...panels]);
    for (const { t_ps, values } of [...recorder.traces(), ...recorder.energy()]) {
      expect(t_ps.length).toBe(values.length);
      expect(t_ps.length).toBeLessThanOrEqual(600);
    }
    for (const { values } of recorder.energy()) expect(values.at(-1)).toBeLessThan(1e-3);
  });

  it("keeps the whole run of a circuit without an energy", () => {
    const recorder = new TraceRecorder({ signalNames: ["a [V]", "b [A]"], keep: ["b [A]"] });
    for (let n = 0; n < 5000; n++) recorder.sample({ t: ps(n), values: Float64Array.of(0, Math.sin(n / 100)) });
    const [trace] = recorder.traces();
    expect(trace).toMatchObject({ panel: "whole run", name: "b", unit: "A" });
    expect([trace?.t_ps[0], trace?.t_ps.at(-1)]).toEqual([0, 4999]);
    expect(recorder.energy()).toEqual([]);
  });

  it("refuses a signal that the circuit does not have", () => {
    expect(() => new TraceRecorder({ signalNames: ["x.v[0] [V]"], keep: ["x.v[1] [V]"] })).toThrow(
      /"x\.v\[1\] \[V\]".*did you mean "x\.v\[0\] \[V\]"/,
    );
  });
});

const dac = (n: number, timing = "delay 0 ps") => ({
  name: `dac bias[${n}]`,
  kind: "dac",
  from: `b_o[${n}]`,
  to: `bias[${n}]`,
  timing,
});

describe("foldedConverters", () => {
  it("folds rows that differ by numbers only, and never a delay", () => {
    const rows = foldedConverters([dac(0), dac(1), dac(2), dac(3, "delay 2 ns"), dac(4)]);
    expect(rows.map(({ name, timing }) => `${name}: ${timing}`)).toEqual([
      "dac bias[0] .. dac bias[2]: delay 0 ps",
      "dac bias[3]: delay 2 ns",
      "dac bias[4]: delay 0 ps",
    ]);
  });
});

describe("plottedSignals", () => {
  it("takes the first bank of voltages", () => {
    const states = ["q [C]", "x.v[0] [V]", "x.v[1] [V]", "h.v[0] [V]", "out.v [V]"];
    expect(plottedSignals(states)).toEqual(["x.v[0] [V]", "x.v[1] [V]"]);
  });
  it("takes voltages that stand alone where there is no bank", () => {
    expect(plottedSignals(["dac.v [V]", "hold.v [V]", "q [C]"])).toEqual(["dac.v [V]", "hold.v [V]"]);
  });
  it("takes no more than a reader can tell apart", () => {
    expect(plottedSignals(Array.from({ length: 99 }, (_, n) => `v[${n}] [V]`))).toHaveLength(16);
  });
});
