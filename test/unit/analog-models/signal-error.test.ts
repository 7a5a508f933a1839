import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CircuitBuilder } from "../../../analog-models/circuit.ts";
import { signalError } from "../../../src/ode/signal-error.ts";

/** Signals that are linear between their corners: |u| + |v|, a rectifier and a clip of u = x_0 + x_1, with v = x_1 - 2 x_2. */
function cornered() {
  const c = new CircuitBuilder().nodes("x", 3, { capacitance: 1e-12 });
  for (const name of ["u", "v", "sum", "rectified", "clipped"]) c.quantities(name, "single", "V");
  c.linear("u", [{ from: "x[0]" }, { from: "x[1]" }]).linear("v", [{ from: "x[1]" }, { from: "x[2]", gain: -2 }]);
  c.magnitudes("sum", ["u", "v"]);
  c.activation({ kind: "relu", slope: 1.5 }, { from: "u", into: "rectified" });
  c.idealAmplifiers("clipped", { low: -0.3, high: 0.3 }, { target: "u", offset: 0.05 });
  return c.build();
}

const three = (size: number, least = -size) =>
  fc.array(fc.double({ min: least, max: size, noNaN: true }), { minLength: 3, maxLength: 3 });

describe.each(["sum", "rectified", "clipped"])("the error of a signal with corners: %s", (name) => {
  const circuit = cornered();
  const signal = circuit.signalNames.findIndex((one) => one.startsWith(`${name} `));
  const gradient = circuit.gradientOf(signal);
  const [out, slopes] = [new Float64Array(circuit.signalNames.length), new Float64Array(3)];
  const valueAt = (x: readonly number[]) => {
    circuit.signals(0, Float64Array.from(x), out);
    return out[signal];
  };
  const errorAt = (x: readonly number[], bounds: readonly number[]) =>
    gradient === undefined ? Number.NaN : signalError(gradient, 0, Float64Array.from(x), (i) => bounds[i], slopes);

  it("is no less than what the signal does within the bounds, over corners as well", () => {
    fc.assert(
      fc.property(three(0.3), three(0.2, 0), three(1), (x, bounds, parts) => {
        const moved = x.map((value, i) => value + parts[i] * bounds[i]);
        expect(Math.abs(valueAt(moved) - valueAt(x))).toBeLessThanOrEqual(errorAt(x, bounds) + 1e-12);
      }),
      { numRuns: 5000 },
    );
  });

  it("is no more than that far from corners", () => {
    fc.assert(
      fc.property(three(0.3), three(1e-9, 0), (x, bounds) => {
        const [u, v] = [x[0] + x[1], x[1] - 2 * x[2]];
        fc.pre([u, v, u + 0.35, u - 0.25].every((distance) => Math.abs(distance) > 1e-7));
        const moves = [-1, 1].flatMap((a) => [-1, 1].flatMap((b) => [-1, 1].map((d) => [a, b, d])));
        const reached = moves.map((sides) => valueAt(x.map((value, i) => value + sides[i] * bounds[i])) - valueAt(x));
        expect(errorAt(x, bounds)).toBeLessThanOrEqual(Math.max(...reached.map(Math.abs)) + 1e-15);
      }),
      { numRuns: 1000 },
    );
  });
});
