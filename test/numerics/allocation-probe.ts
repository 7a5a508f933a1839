// Run by allocation.test.ts as `node --expose-gc --min-semi-space-size=... --import tsx allocation-probe.ts WHAT`: the
// young generation is so large that nothing is collected while it counts, so heap growth is exactly what was allocated.
// One process per measurement, as in a real run: one method and one circuit, which the compiler can specialise for.
import { CircuitBuilder } from "../../analog-models/circuit.ts";
import { denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import { sine } from "../../analog-models/sources/sine.ts";
import type { OdeSystem } from "../../src/ode/contracts.ts";
import { ExitLocator } from "../../src/ode/crossing.ts";
import type { Integration } from "../../src/ode/integration.ts";
import { ALL_STEPPERS } from "../../src/ode/steppers/all.ts";
import { dormandPrince54 } from "../../src/ode/steppers/dormand-prince-54.ts";
import { comparator } from "../../src/lockstep/converters/level-detector.ts";
import { Trajectory } from "../../src/lockstep/trajectory.ts";
import { WiredCircuit } from "../../src/lockstep/wired-circuit.ts";
import { ns, plus, ps } from "../../src/time.ts";
import { integrationOf } from "./integrate.ts";
import { systemOf } from "./problems.ts";

const WARM_UP = 40_000;
const STEPS = 20_000;
const SIZE = 16;
const NANOSECOND = ns(1);

/** A 16 x 16 crossbar of RC nodes, driven by a sine: it never settles. */
function crossbar(): OdeSystem {
  const conductance = Float64Array.from({ length: SIZE * SIZE }, (_, k) => 1 + Math.sin(k));
  return systemOf(SIZE, (t, x, dxdt) => {
    for (let i = 0; i < SIZE; i++) {
      let current = Math.sin(1e6 * t) - x[i];
      for (let j = 0; j < SIZE; j++) current += (conductance[i * SIZE + j] * (x[j] - x[i])) / SIZE;
      dxdt[i] = current / 1e-6;
    }
  });
}

function bytesPer(action: () => void): number {
  for (let i = 0; i < WARM_UP; i++) action();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < STEPS; i++) action();
  return (process.memoryUsage().heapUsed - before) / STEPS;
}

/** Step, sample one signal at the nodes, and find that it has not left its band. */
function watched(integration: Integration): () => void {
  const locator = new ExitLocator(4);
  const samples = new Float64Array(5);
  const x = new Float64Array(SIZE);
  const band = { low: -10, high: 10 };
  const value = (theta: number): number => {
    integration.interpolateAt(theta, x);
    return x[0];
  };
  return () => {
    integration.step();
    for (let k = 0; k < samples.length; k++) samples[k] = value(locator.nodes[k]);
    locator.take(samples);
    if (locator.firstExit(value, band, 0) !== undefined) throw new Error("the probe's signal left its band");
  };
}

const begun = (make: (typeof ALL_STEPPERS)[number]["make"]): Integration => {
  const integration = integrationOf(make, crossbar(), 1e-6, 1e-7);
  integration.begin(new Float64Array(SIZE));
  return integration;
};

/** A ReLU core whose rails are corners, at rest: every step is cleared, none is cut. */
function core(): Integration {
  const p = denseAmDefaults(SIZE, 8, SIZE);
  const { circuit } = denseAm({ ...p, initial: { ...p.initial, hidden: 0.3 } });
  const integration = integrationOf(dormandPrince54, circuit, 1e-6, 1e-9);
  circuit.begin(ps(0));
  integration.begin(circuit.initialState());
  return integration;
}

const kept: Float64Array[] = [];
const MEASUREMENTS: Record<string, () => () => void> = {
  control: () => () => {
    kept[0] = new Float64Array(1);
  },
};
for (const { name, make } of ALL_STEPPERS) {
  MEASUREMENTS[`${name}: step`] = () => {
    const integration = begun(make);
    return () => void integration.step();
  };
  MEASUREMENTS[`${name}: step and watch`] = () => watched(begun(make));
}

/** A sine into RC nodes, and comparators on their squares that never trip: every step is searched, none has a crossing. */
function watchedCircuit(): () => void {
  const c = new CircuitBuilder().source("vin", sine({ offset: 0.9, amplitude: 0.6, frequency: 5e6 }));
  c.nodes("cap", SIZE, { capacitance: 1e-12 }).resistor("vin", "cap", 1e4);
  c.quantities("square", SIZE, "V^2").map("square", ["cap"], (v) => v * v);
  const comparators = Array.from({ length: SIZE }, (_, k) =>
    comparator({ signal: `square[${k}]`, threshold: 9, bits: { port: "high_i", lsb: k, width: 1 } }),
  );
  const circuit = new WiredCircuit(c.build(), comparators, { relative: 1e-6, absolute: 1e-9 }, []);
  circuit.begin({ read: () => 0 });
  let t = ps(0);
  return () => {
    t = plus(t, NANOSECOND);
    if (circuit.next(t) !== undefined) throw new Error("the probe's comparators tripped");
  };
}

MEASUREMENTS["a watched circuit: 1 ns"] = watchedCircuit;

MEASUREMENTS["a core that follows its error: step"] = () => {
  const p = denseAmDefaults(4, 2, 3);
  const { circuit } = denseAm({ ...p, initial: { ...p.initial, hidden: 0.3 } });
  const trajectory = new Trajectory(circuit, { relative: 1e-6, absolute: 1e-9 });
  trajectory.begin();
  return () => trajectory.extend();
};

MEASUREMENTS["a circuit with corners: step"] = () => {
  const integration = core();
  return () => void integration.step();
};

const what = process.argv[2];
process.stdout.write(`${bytesPer(MEASUREMENTS[what]())}`);
