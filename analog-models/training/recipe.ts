import type { DeviceNoise } from "./chip-draw.ts";

/** How a task is trained. All of it goes into the provenance of a weight file. */
export interface Recipe {
  /** D */
  readonly visible: number;
  /** M */
  readonly memory: number;
  readonly beta: number;
  /** Crosspoint of a token with its own nodes at the start. */
  readonly embeddingScale: number;
  /** lambda_max(X'X) at the start. */
  readonly memoryGain: number;
  readonly epochs: number;
  /** Adam's rates at the start; all fall to a hundredth along a half cosine. `positionRate` is that of beta b. */
  readonly hiddenRate: number;
  readonly positionRate: number;
  readonly decoderRate: number;
  /** Largest |beta b|: attention tells two ages apart by at most exp(2 attentionRange). */
  readonly attentionRange: number;
  /** Largest bound of stability.ts that training may reach, below 1. */
  readonly boundLimit: number;
  /** Chips drawn per epoch, each of which sees every example. */
  readonly chips: number;
  /** Chips drawn before training, which epochs go round. */
  readonly chipPool: number;
  readonly noise: DeviceNoise;
}

/** What training reckons with: 8-bit signed levels, 1 % mismatch, 1 % bias error, offsets of 0.2 %, a 10-bit ADC. */
export const DEVICE: DeviceNoise = { levelBits: 8, mismatch: 0.01, biasError: 0.01, offset: 0.002, readoutBits: 10 };

/**
 * The bound limit trades margin for speed: nothing settles slower than 1 / (1 - 0.75) = 4 tau, so that a reading at 10 tau is
 * as good as one at rest. The other numbers were found by trial on several seeds. The visible bias stays 0: it won nothing.
 */
export const RECIPE: Recipe = {
  visible: 16,
  memory: 16,
  beta: 0.05,
  embeddingScale: 1,
  memoryGain: 0.65,
  epochs: 1000,
  hiddenRate: 1e-4,
  positionRate: 2e-2,
  decoderRate: 0.1,
  attentionRange: 3,
  boundLimit: 0.75,
  chips: 8,
  chipPool: 256,
  noise: DEVICE,
};

/** Where examples are many, an epoch is a larger batch: fewer of them, with one chip each, cost the same. */
const MANY_EXAMPLES: Partial<Recipe> = { epochs: 300, chips: 1 };

export const recipeFor = (examples: number): Recipe => (examples < 64 ? RECIPE : { ...RECIPE, ...MANY_EXAMPLES });
