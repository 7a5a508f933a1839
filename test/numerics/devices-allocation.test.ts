import { expect, it } from "vitest";
import { denseAm } from "../../analog-models/networks/dense-am.ts";
import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import { ps } from "../../src/time.ts";

const EVALUATIONS = 2000;

it("a core's derivative and signals allocate nothing", () => {
  const { circuit } = denseAm(denseAmDefaults(16, 8, 16));
  const x = circuit.initialState();
  const slopes = new Float64Array(x.length);
  const signals = new Float64Array(circuit.signalNames.length);
  circuit.begin(ps(0));
  const bytesPerEvaluation = () => {
    const before = process.memoryUsage().heapUsed;
    for (let k = 0; k < EVALUATIONS; k++) {
      circuit.derivative(k * 1e-12, x, slopes);
      circuit.signals(k * 1e-12, x, signals);
    }
    return (process.memoryUsage().heapUsed - before) / EVALUATIONS;
  };
  // The first rounds are compiled, and any round may hold the engine's own bookkeeping: the least one speaks for the code.
  const least = Math.min(...Array.from({ length: 12 }, bytesPerEvaluation).map(Math.abs));
  expect(least).toBeLessThan(64);
});
