import { describe, expect, it } from "vitest";
import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import { attentionChip } from "../../../analog-models/networks/attention.ts";
import { fixedPointOf } from "../../../analog-models/training/fixed-point.ts";
import { type EnergyTransformer, tokenOfAge } from "../../../analog-models/training/model.ts";
import { seededRandom } from "../../../src/random.ts";
import { ns, ps } from "../../../src/time.ts";
import { advance, place, set } from "./trajectory.ts";

const shape = { visible: 6, context: 4, memory: 5, vocabulary: 3 };
const draws = seededRandom(5)("attention", "test");
const bank = (count: number, first: number, scale: number) =>
  Float64Array.from({ length: count }, (_, k) => scale * draws.uniform(first + k));

/** Small weights, so that the fixed point is unique; every kind of bias, so that none can be lost. */
const model: EnergyTransformer = {
  shape,
  beta: 0.8,
  embedding: bank(3 * 6, 0, 0.5),
  positionBias: bank(4, 100, 0.6),
  memory: bank(5 * 6, 200, 0.2),
  memoryBias: bank(5, 300, 0.4).map((c) => c - 0.25),
  visibleBias: bank(6, 400, 0.5).map((a) => a - 0.2),
  decoderWeights: bank(3 * 6, 500, 1),
  decoderBias: bank(3, 600, 1),
};

describe("a model on the chip", () => {
  it.each([[[0, 1, 2, 0]], [[2, 2, 1, 0]], [[1, 1, 1, 1]]])(
    "comes to rest where the model does: context %j",
    (context) => {
      // 16 bits: a level is fine enough that what is left is the mapping itself.
      const largest = { visible: 2, attention: 6, memory: 1.5 };
      const chip = attentionChip(model, largest, { visible: 0.6, attention: 0.5, memory: 0.4 }, 16);
      const rows = context.flatMap((_, age) => {
        const token = tokenOfAge(context, age);
        return chip.embedding.slice(token * shape.visible, (token + 1) * shape.visible);
      });
      const { circuit } = denseAm({ ...chip.core, weights: [...rows, ...chip.memory] });
      [...chip.visibleBias, ...chip.positionBias, ...chip.memoryBias].forEach((volts, k) =>
        set(circuit, `bias[${k}]`, volts),
      );
      set(circuit, "release", 1);
      const x = advance(circuit, circuit.initialState(), ps(0), ns(20_000));
      const wanted = fixedPointOf(model, context);
      const first = place(circuit, "visible.v[0]");
      for (let i = 0; i < shape.visible; i++) expect(x[first + i] / chip.scale.visible).toBeCloseTo(wanted[i], 3);
    },
  );
});
