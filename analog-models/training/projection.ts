import type { EnergyTransformer } from "./model.ts";
import type { Recipe } from "./recipe.ts";
import { rowProduct } from "./relaxation.ts";
import { pairMatrix, worstPair } from "./stability.ts";

/** Newton steps towards the limit before the whole memory is scaled; three are the rule. */
const MOST_STEPS = 12;
/** Of the power method that finds the leading direction: it only steers, the bound itself is exact. */
const POWER_STEPS = 40;

/**
 * Brings weights back, in place, to what a chip can hold and the guarantee covers: crosspoints from 0, position biases in range,
 * and the bound of stability.ts at most `boundLimit`. Call after every step.
 *
 * The bound is mended by the least change of the crosspoints that does it, to first order: against its slope, which for a
 * leading eigenvector q is 2 (X_m.q) q by a memory row and +-beta/2 ((e_s - e_t).q) q by the two tokens' rows. Should that
 * fail, scaling all crosspoints by one factor cannot, since they enter the bound squared.
 */
export function project(weights: EnergyTransformer, { boundLimit, attentionRange }: Recipe): void {
  centre(weights.positionBias, attentionRange / weights.beta);
  const keepPositive = () => [weights.embedding, weights.memory].forEach((bank) => clip(bank, 0, Infinity));
  keepPositive();
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const { bound, first, second } = worstPair(weights);
    if (bound <= boundLimit) return;
    const target = boundLimit - (bound - boundLimit) * OVERSHOOT;
    descend(weights, [first, second], bound - target);
    keepPositive();
  }
  const { bound } = worstPair(weights);
  if (bound > boundLimit)
    for (const bank of [weights.embedding, weights.memory]) scale(bank, Math.sqrt(boundLimit / bound));
}

/** Aims a little inside, so that the curvature of the bound does not ask for another step. */
const OVERSHOOT = 0.05;

function descend(weights: EnergyTransformer, [s, t]: readonly [number, number], by: number): void {
  const { shape, beta, embedding, memory } = weights;
  const q = leadingDirection(weights, s, t);
  const rows = Array.from({ length: shape.memory }, (_, m) => ({
    bank: memory,
    row: m,
    slope: 2 * rowProduct(memory, m, q),
  }));
  const gap = (beta / 2) * (rowProduct(embedding, s, q) - rowProduct(embedding, t, q));
  const tokens =
    s === t
      ? []
      : [
          { bank: embedding, row: s, slope: gap },
          { bank: embedding, row: t, slope: -gap },
        ];
  const all = [...rows, ...tokens];
  const steepness = all.reduce((sum, { slope }) => sum + slope * slope, 0);
  for (const { bank, row, slope } of all) {
    for (let i = 0; i < q.length; i++) bank[row * q.length + i] -= ((by * slope) / steepness) * q[i];
  }
}

/** Unit vector close to the leading eigenvector of the pair's matrix. */
function leadingDirection(weights: EnergyTransformer, s: number, t: number): Float64Array {
  const matrix = pairMatrix(weights, s, t);
  const width = weights.shape.visible;
  let q = new Float64Array(width).fill(1 / Math.sqrt(width));
  for (let k = 0; k < POWER_STEPS; k++) {
    const next = q.map((_, i) => rowProduct(matrix, i, q));
    const length = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0));
    q = next.map((x) => x / length);
  }
  return q;
}

function scale(bank: Float64Array, factor: number): void {
  for (let k = 0; k < bank.length; k++) bank[k] *= factor;
}

function clip(bank: Float64Array, least: number, most: number): void {
  for (let k = 0; k < bank.length; k++) bank[k] = Math.max(least, Math.min(most, bank[k]));
}

/** Softmax does not feel a common shift: the biases are centred, which needs the least range of a converter. */
function centre(bias: Float64Array, most: number): void {
  const middle = (Math.max(...bias) + Math.min(...bias)) / 2;
  for (let l = 0; l < bias.length; l++) bias[l] -= middle;
  clip(bias, -most, most);
}
