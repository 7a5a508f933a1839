/**
 * An Energy Transformer of one evolving vector over a static context (models after arXiv 2512.15002 and 2302.07253), in
 * model units: voltages, conductances and biases are plain numbers, time counts in tau.
 *
 *   tau dv/dt = -v + a + A' softmax(beta (A v + b)) + X' relu(X v + c)        logits = W v* + d at the fixed point v*
 *
 * Row l of A is the embedding of the token of age l: 0 is the newest, L - 1 the oldest. `b` is indexed by age as well, so a
 * ring of rows works on any chip that lets the bias follow the age of a row.
 */
export interface EnergyTransformer {
  readonly shape: Shape;
  /** beta, above 0 */
  readonly beta: number;
  /** Rows of A, one per token, 0 or more. shape (V, D) */
  readonly embedding: Float64Array;
  /** b, by age. shape (L,) */
  readonly positionBias: Float64Array;
  /** X, 0 or more. shape (M, D) */
  readonly memory: Float64Array;
  /** c. shape (M,) */
  readonly memoryBias: Float64Array;
  /** a. shape (D,) */
  readonly visibleBias: Float64Array;
  /** W. shape (V, D) */
  readonly decoderWeights: Float64Array;
  /** d. shape (V,) */
  readonly decoderBias: Float64Array;
}

export interface Shape {
  /** D */
  readonly visible: number;
  /** L */
  readonly context: number;
  /** M, 0 or more */
  readonly memory: number;
  /** V, token types */
  readonly vocabulary: number;
}

/** Tokens by number, in reading order: the first is the oldest. shape (L,) */
export type Context = readonly number[];

/** The analog half of the model once a context is programmed: what the circuit's equations see. */
export interface Core {
  readonly shape: Shape;
  readonly beta: number;
  /** A, by age. shape (L, D) */
  readonly attention: Float64Array;
  readonly positionBias: Float64Array;
  readonly memory: Float64Array;
  readonly memoryBias: Float64Array;
  readonly visibleBias: Float64Array;
}

export const tokenOfAge = (context: Context, age: number): number => context[context.length - 1 - age];

/** Looks the rows of a context up in the embedding. `attention` of the core is overwritten. */
export function programRows(embedding: Float64Array, context: Context, visible: number, attention: Float64Array): void {
  for (let age = 0; age < context.length; age++) {
    const token = tokenOfAge(context, age);
    attention.set(embedding.subarray(token * visible, (token + 1) * visible), age * visible);
  }
}

/** A core with rows of its own; biases and memory are shared with the model. */
export function coreOf(model: EnergyTransformer, context: Context): Core {
  const { shape, beta, positionBias, memory, memoryBias, visibleBias } = model;
  const attention = new Float64Array(shape.context * shape.visible);
  programRows(model.embedding, context, shape.visible, attention);
  return { shape, beta, attention, positionBias, memory, memoryBias, visibleBias };
}

/** W v + d. shape (V,) */
export function logitsOf(weights: Float64Array, bias: Float64Array, v: Float64Array): Float64Array {
  const logits = Float64Array.from(bias);
  for (let t = 0; t < bias.length; t++)
    for (let i = 0; i < v.length; i++) logits[t] += weights[t * v.length + i] * v[i];
  return logits;
}

/** The first of the largest. */
export function argMax(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}
