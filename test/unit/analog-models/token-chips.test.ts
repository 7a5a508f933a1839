import { describe, expect, it } from "vitest";
import { denseAmDefaults, type DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import { RelaxingChip } from "../../../analog-models/networks/relaxing-chip.ts";
import { RestingChip } from "../../../analog-models/networks/resting-chip.ts";
import type { Ring, TokenProgram } from "../../../analog-models/networks/token-program.ts";
import { noRandomness, seededRandom } from "../../../src/random.ts";

const [D, L, M, V] = [5, 4, 3, 3];
const draws = seededRandom(11)("token chip", "test");
const numbers = (count: number, first: number, low: number, high: number) =>
  Array.from({ length: count }, (_, k) => low + (high - low) * draws.uniform(first + k));
const levels = (count: number, first: number) => numbers(count, first, 0, 127).map(Math.round);

const defaults = denseAmDefaults(D, L, M);
/** Everything that a device may err by, and leaks. */
const imperfect: Partial<DenseAmParameters> = {
  relu: { slope: 0.3 },
  offsetSigma: 0.004,
  biasSigma: 0.01,
  crossbar: { ...defaults.crossbar, mismatch: 0.03, programmingError: 0.01 },
  visibleNode: { ...defaults.visibleNode, leakConductance: 1e-6 },
  hiddenNode: { ...defaults.hiddenNode, leakConductance: 4e-6 },
};

const programOf = (core: Partial<DenseAmParameters> = {}): TokenProgram => ({
  core: { ...defaults, relu: { slope: 0.3 }, reluTransimpedance: 2 * defaults.reluTransimpedance, ...core },
  embedding: levels(V * D, 0),
  memory: levels(M * D, 100),
  visibleBias: numbers(D, 200, -0.05, 0.05),
  positionBias: numbers(L, 300, -0.1, 0.1),
  memoryBias: numbers(M, 400, -0.2, 0.05),
  init: numbers(D, 500, -0.1, 0.1),
});

const TAU = 100e-9;
const restOf = (program: TokenProgram, ring: Ring, seed = 4) => {
  const v = new Float64Array(D);
  return { v, ...new RestingChip(program, seededRandom(seed)).rest(ring, v) };
};
const distance = (a: Float64Array, b: Float64Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));

describe("a drawn chip", () => {
  const program = programOf(imperfect);
  const rings: readonly Ring[] = [
    { context: [0, 1, 2, 0], head: 0 },
    { context: [0, 1, 2, 0], head: 3 },
    { context: [2, 2, 1, 1], head: 1 },
  ];

  it("rests where its circuit ends up, deviations, leaks, amplifiers and all", () => {
    const relaxing = new RelaxingChip(program, seededRandom(4));
    const resting = new RestingChip(program, seededRandom(4));
    for (const ring of rings) {
      const v = new Float64Array(D);
      const rest = resting.rest(ring, v);
      const [early, late] = relaxing.relax(ring, [0.5 * TAU, 200 * TAU]);
      expect(rest).toMatchObject({ settled: true, clipped: false });
      expect(distance(late, v)).toBeLessThan(1e-5);
      expect(distance(early, v)).toBeGreaterThan(0.05);
    }
  });

  it("is another one under another seed, and in every row of its ring", () => {
    const [first, turned] = rings.map((ring) => restOf(program, ring).v);
    expect(distance(first, turned)).toBeGreaterThan(1e-5);
    expect(distance(first, restOf(program, rings[0], 5).v)).toBeGreaterThan(1e-3);
  });

  it("without deviations does not care where the ring stands, but for the order in it", () => {
    const at = (context: readonly number[], head: number) => {
      const v = new Float64Array(D);
      new RestingChip(programOf(), noRandomness).rest({ context, head }, v);
      return v;
    };
    expect(distance(at([0, 1, 2, 0], 0), at([0, 1, 2, 0], 3))).toBeLessThan(1e-12);
    expect(distance(at([0, 1, 2, 0], 0), at([1, 0, 2, 0], 0))).toBeGreaterThan(1e-4);
  });

  it("starts where it is precharged to, and reads the same ever after it has come to rest", () => {
    const relaxing = new RelaxingChip(program, seededRandom(4));
    const [start, ...late] = relaxing.relax(rings[0], [0, 200 * TAU, 4000 * TAU]);
    // The leak pulls on the precharge switch: 1 uS against 1 mS.
    expect(distance(start, Float64Array.from(program.init))).toBeLessThan(2e-4);
    expect(late[1]).toEqual(late[0]);
  });

  it("says where an amplifier would clip, and where the circuit then rests somewhere else", () => {
    const clipping = programOf({ ...imperfect, softmaxTransimpedance: 20 * defaults.softmaxTransimpedance });
    const { v, clipped } = restOf(clipping, rings[0]);
    expect(clipped).toBe(true);
    const [late] = new RelaxingChip(clipping, seededRandom(4)).relax(rings[0], [200 * TAU]);
    expect(distance(late, v)).toBeGreaterThan(1e-3);
  });
});

it("rest is for identity visible neurons", () => {
  const tanh = programOf({ visibleActivation: { kind: "tanh", gain: 2, scale: 0.5 } });
  expect(() => new RestingChip(tanh, noRandomness)).toThrow("not tanh");
});
