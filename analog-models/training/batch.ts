import { applyChip, type ChipDraw, chipLike, type DeviceNoise, type FullScales, readoutNoise } from "./chip-draw.ts";
import type { Example } from "./examples.ts";
import { FixedPointSolver } from "./fixed-point.ts";
import { addGradient, type CoreGradient, crossEntropy, type Trained, zeroGradient } from "./gradient.ts";
import { type Core, coreOf, type EnergyTransformer, logitsOf, programRows, tokenOfAge } from "./model.ts";
import { SettleError } from "../../src/errors.ts";

export interface BatchNoise {
  readonly draws: readonly ChipDraw[];
  readonly noise: DeviceNoise;
  readonly full: FullScales;
}

export type Slopes = { readonly [Name in keyof Trained]: Float64Array };

/** Loss and slopes over examples on drawn chips, with what it needs kept from one epoch to the next. */
export class Batch {
  readonly slopes: Slopes;
  /** Fixed points of the examples, as last found: where the next search starts. shape (examples, D) */
  readonly found: readonly Float64Array[];
  private readonly solver: FixedPointSolver;
  private readonly core: Core;
  private readonly chip: Core;
  private readonly gradient: CoreGradient;
  private readonly slope: Float64Array;

  constructor(
    private readonly weights: EnergyTransformer,
    private readonly examples: readonly Example[],
  ) {
    const { shape } = weights;
    this.slopes = {
      embedding: zerosLike(weights.embedding),
      positionBias: zerosLike(weights.positionBias),
      memory: zerosLike(weights.memory),
      memoryBias: zerosLike(weights.memoryBias),
      visibleBias: zerosLike(weights.visibleBias),
      decoderWeights: zerosLike(weights.decoderWeights),
      decoderBias: zerosLike(weights.decoderBias),
    };
    this.found = examples.map(() => new Float64Array(shape.visible));
    this.solver = new FixedPointSolver(shape);
    this.core = coreOf(weights, examples[0].context);
    this.chip = chipLike(this.core);
    this.gradient = zeroGradient(shape);
    this.slope = new Float64Array(shape.visible);
  }

  /** Mean loss over the chips; fills `slopes`. The readout noise of example e on a chip is draw number `epoch` E + e. */
  evaluate(epoch: number, by: BatchNoise): number {
    for (const bank of Object.values(this.slopes)) bank.fill(0);
    let loss = 0;
    for (const draw of by.draws) {
      for (let e = 0; e < this.examples.length; e++) loss += this.one(e, epoch * this.examples.length + e, draw, by);
    }
    return loss;
  }

  private one(e: number, reading: number, draw: ChipDraw, { draws, noise, full }: BatchNoise): number {
    const { weights, core, chip, solver, slope } = this;
    const { context, target, weight } = this.examples[e];
    const v = this.found[e];
    programRows(weights.embedding, context, v.length, core.attention);
    applyChip(core, draw, noise, full, chip);
    if (!solver.solve(chip, v).settled) {
      throw new SettleError(
        "NOT_FINITE",
        `training left the stable region on context ${context.join("")}: lower the rates`,
      );
    }
    const read = this.readout(v, reading, draw, readoutNoise(noise, full));
    const logits = logitsOf(weights.decoderWeights, weights.decoderBias, read);
    const share = weight / draws.length;
    const loss = share * crossEntropy(logits, target);
    this.addDecoder(logits, read, share);
    this.clearGradient();
    addGradient(chip, solver.relaxation, v, slope, this.gradient);
    this.addCore(context, draw, noise);
    return loss;
  }

  private readout(v: Float64Array, reading: number, { readout }: ChipDraw, sigma: number): Float64Array {
    if (sigma === 0) return v;
    return v.map((x, i) => x + sigma * readout.normal(reading * v.length + i));
  }

  /** `logits` holds the slopes by the logits; leaves dl/dv in `slope`. */
  private addDecoder(logits: Float64Array, read: Float64Array, share: number): void {
    const { slopes, weights, slope } = this;
    slope.fill(0);
    for (let t = 0; t < logits.length; t++) {
      const delta = share * logits[t];
      slopes.decoderBias[t] += delta;
      for (let i = 0; i < read.length; i++) {
        slopes.decoderWeights[t * read.length + i] += delta * read[i];
        slope[i] += delta * weights.decoderWeights[t * read.length + i];
      }
    }
  }

  private clearGradient(): void {
    const { attention, positionBias, memory, memoryBias, visibleBias } = this.gradient;
    for (const bank of [attention, positionBias, memory, memoryBias, visibleBias]) bank.fill(0);
  }

  /** Slopes by what the chip holds become slopes by what it was given; rounding to levels is passed straight through. */
  private addCore(context: readonly number[], draw: ChipDraw, { mismatch }: DeviceNoise): void {
    const { gradient, slopes } = this;
    const width = this.slope.length;
    for (let age = 0; age < context.length; age++) {
      const token = tokenOfAge(context, age);
      for (let i = 0; i < width; i++) {
        const k = age * width + i;
        slopes.embedding[token * width + i] += gradient.attention[k] * (1 + mismatch * draw.attention[k]);
      }
    }
    for (let k = 0; k < gradient.memory.length; k++) {
      slopes.memory[k] += gradient.memory[k] * (1 + mismatch * draw.memory[k]);
    }
    addTo(slopes.positionBias, gradient.positionBias);
    addTo(slopes.memoryBias, gradient.memoryBias);
    addTo(slopes.visibleBias, gradient.visibleBias);
  }
}

const zerosLike = (bank: Float64Array): Float64Array => new Float64Array(bank.length);

function addTo(sum: Float64Array, term: Float64Array): void {
  for (let k = 0; k < sum.length; k++) sum[k] += term[k];
}
