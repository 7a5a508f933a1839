import { SettleError } from "../../src/errors.ts";
import type { RandomSource } from "../../src/random.ts";
import type { Volts } from "../../src/units.ts";
import type { Amplifier } from "../amplifier.ts";
import { type FixedPoint, FixedPointSolver } from "../training/fixed-point.ts";
import { type Core, tokenOfAge } from "../training/model.ts";
import { rowProduct } from "../training/relaxation.ts";
import { type BankScale, leakOf, reluScale, softmaxScale } from "./bank-scale.ts";
import { type DenseAm, denseAm } from "./dense-am.ts";
import { type Ring, rowOfAge, type TokenProgram } from "./token-program.ts";

/** Where a drawn chip comes to rest, without the way there. */
export interface Rest extends FixedPoint {
  /** Whether an amplifier would have to leave its rails: then the circuit rests somewhere else, and `v` is not its answer. */
  readonly clipped: boolean;
}

/**
 * A drawn chip at rest: the equations of dense-am.ts with every slope at 0, solved by Newton's method instead of integrated.
 *
 *   lambda_v v = a + o + e + R_v sum_mu dG_mu f_mu     lambda_h h = b + o + e + R_h dG v      (o offsets, e errors of the biases)
 *
 * That is the fixed point of training/model.ts in volts. With one transimpedance R_h and one activity for each bank, scale
 * u = lambda_h h c / R_h, A = c dG:
 *
 *   softmax  c = R_v S / lambda_v,   beta_u = beta R_h / (lambda_h c)      ReLU  c = sqrt(R_v slope R_h / (lambda_v lambda_h))
 *
 * so that v = a' + A' softmax(beta_u (A v + b')) + X' relu(X v + c'), all devices as drawn. Exact while no amplifier clips; the
 * visible activation has to be the identity. Deviations are drawn under the same names as those of a circuit in a run.
 */
export class RestingChip {
  readonly made: DenseAm;
  private readonly core: Core;
  /** A of each token in each row, shape (V, L, D) */
  private readonly tokenRows: Float64Array;
  private readonly softmax: BankScale;
  private readonly relu: BankScale;
  private readonly solver: FixedPointSolver;

  constructor(
    private readonly program: TokenProgram,
    random: RandomSource,
  ) {
    const p = program.core;
    if (p.visibleActivation.kind !== "identity") {
      throw new SettleError(
        "BAD_BENCH",
        `rest is solved for identity visible neurons, not ${p.visibleActivation.kind}`,
      );
    }
    this.made = denseAm(p, random);
    [this.softmax, this.relu] = [softmaxScale(p), reluScale(p)];
    this.tokenRows = this.programTokens();
    this.core = this.blankCore();
    this.solver = new FixedPointSolver(this.core.shape);
  }

  /** From the start `v` [V], shape (D,), which is replaced by where the chip rests. */
  rest(ring: Ring, v: Float64Array): Rest {
    this.load(ring);
    const found = this.solver.solve(this.core, v);
    return { ...found, clipped: this.clips(v) };
  }

  private load({ context, head }: Ring): void {
    const { visible: D, softmaxRows: L } = this.program.core;
    for (let age = 0; age < L; age++) {
      const row = rowOfAge(head, age, L);
      const from = (tokenOfAge(context, age) * L + row) * D;
      this.core.attention.set(this.tokenRows.subarray(from, from + D), row * D);
      this.core.positionBias[row] = this.softmax.node * this.shifted(D + row, this.program.positionBias[age]);
    }
  }

  /** Every token in every row: what the devices of a cell make of a level does not depend on other cells. */
  private programTokens(): Float64Array {
    const { core, embedding } = this.program;
    const { crossbar } = this.made;
    const cells = core.softmaxRows * core.visible;
    const rows = new Float64Array((embedding.length / core.visible) * cells);
    for (let k = 0; k < rows.length; k++) {
      const token = Math.floor(k / cells);
      crossbar.program(k % cells, embedding[token * core.visible + (k % core.visible)]);
      rows[k] = this.softmax.cell * crossbar.difference[k % cells];
    }
    return rows;
  }

  private blankCore(): Core {
    const { core: p, memory, visibleBias, memoryBias } = this.program;
    const { visible: D, softmaxRows: L, reluRows: M } = p;
    const { crossbar } = this.made;
    for (let k = 0; k < memory.length; k++) crossbar.program(L * D + k, memory[k]);
    const leak = leakOf(p.visibleNode);
    return {
      shape: { visible: D, context: L, memory: M, vocabulary: this.tokenRows.length / (L * D) },
      beta: this.softmax.beta,
      attention: new Float64Array(L * D),
      positionBias: new Float64Array(L),
      memory: crossbar.difference.slice(L * D).map((siemens) => this.relu.cell * siemens),
      memoryBias: Float64Array.from(memoryBias, (volts, m) => this.relu.node * this.shifted(D + L + m, volts)),
      visibleBias: Float64Array.from(visibleBias, (volts, i) => this.shifted(i, volts) / leak),
    };
  }

  /** A neuron's bias with its error and the offset of its amplifier [V]. */
  private shifted(neuron: number, bias: Volts): Volts {
    return bias + this.made.biasError[neuron] + this.offsetOf(neuron);
  }

  private offsetOf(neuron: number): Volts {
    const { visibleOffset, hiddenOffset } = this.made;
    return neuron < visibleOffset.length ? visibleOffset[neuron] : hiddenOffset[neuron - visibleOffset.length];
  }

  /** Whether any amplifier's goal at `v` lies beyond its rails. */
  private clips(v: Float64Array): boolean {
    const { core, softmax, relu } = this;
    const { visible: D, softmaxRows: L, visibleNode, visibleAmplifier, hiddenAmplifier } = this.program.core;
    const leak = leakOf(visibleNode);
    const beyond = ({ rails }: Pick<Amplifier, "rails">, neuron: number, drive: Volts) =>
      !(drive + this.offsetOf(neuron) >= rails.low && drive + this.offsetOf(neuron) <= rails.high);
    // Without its own bias, whose offset is no drive.
    const visible = (i: number) => leak * v[i] - this.shifted(i, this.program.visibleBias[i]);
    for (let i = 0; i < D; i++) if (beyond(visibleAmplifier, i, visible(i))) return true;
    for (let l = 0; l < L; l++)
      if (beyond(hiddenAmplifier, D + l, rowProduct(core.attention, l, v) / softmax.node)) return true;
    for (let m = 0; m < core.shape.memory; m++)
      if (beyond(hiddenAmplifier, D + L + m, rowProduct(core.memory, m, v) / relu.node)) return true;
    return false;
  }
}
