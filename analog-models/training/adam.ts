const DECAY_MEAN = 0.9;
const DECAY_SQUARE = 0.999;
const EPSILON = 1e-8;

/** Kingma & Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1, for one array of parameters. */
export class Adam {
  private readonly mean: Float64Array;
  private readonly square: Float64Array;
  private meanLeft = 1;
  private squareLeft = 1;

  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.square = new Float64Array(size);
  }

  /** Moves `parameters` against `slope` by about `rate` each. */
  step(parameters: Float64Array, slope: Float64Array, rate: number): void {
    this.meanLeft *= DECAY_MEAN;
    this.squareLeft *= DECAY_SQUARE;
    for (let k = 0; k < parameters.length; k++) {
      this.mean[k] += (1 - DECAY_MEAN) * (slope[k] - this.mean[k]);
      this.square[k] += (1 - DECAY_SQUARE) * (slope[k] * slope[k] - this.square[k]);
      const mean = this.mean[k] / (1 - this.meanLeft);
      const square = this.square[k] / (1 - this.squareLeft);
      parameters[k] -= (rate * mean) / (Math.sqrt(square) + EPSILON);
    }
  }
}
