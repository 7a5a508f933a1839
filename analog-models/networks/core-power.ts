import { SettleError } from "../../src/errors.ts";
import type { Siemens, Volts, Watts } from "../../src/units.ts";
import { activate } from "../activation.ts";
import type { CrossbarDevices } from "../crossbar.ts";
import type { DenseAm } from "./dense-am.ts";
import type { NeuronNode } from "./dense-am-parameters.ts";

/** Heat in a released core's resistive devices, by where it arises. */
export interface CorePower {
  /** in the crosspoints, of both directions */
  readonly crosspoints: Watts;
  /** in the feedback resistors of the amplifiers */
  readonly feedback: Watts;
  /** in the resistors through which the nodes are driven */
  readonly nodes: Watts;
}

/**
 * Power in the devices of a core (dense-am.ts), from its states while it is released:
 *
 *   crosspoints  sum_i g_i^2 sum_mu (G+ + G-)_mu,i  +  sum_mu f_mu^2 sum_i (G+ + G-)_mu,i
 *   feedback     sum_k amp_k^2 / R_f
 *   nodes        sum_k (amp_k + bias_k + error_k - v_k)^2 / R_k
 *
 * Every device hangs between a line driven to +-g or +-f and a virtual ground, so its voltage is that line's whatever the other
 * lines do, and all of it counts: G V^2. The two directions are driven at once, as the equations have it, each through devices
 * of its own. NOT counted: what drivers and amplifiers dissipate beside their loads (their supply current times the supply is the
 * larger figure), the multiplexer, precharge, and line resistance.
 */
export class CorePowerMeter {
  /** sum of G+ + G- along each column and row [S] */
  private readonly columns: Float64Array;
  private readonly rows: Float64Array;
  /** of each neuron, the visible ones first */
  private readonly bias: Float64Array;
  private readonly visibleAmp: number;
  private readonly hiddenAmp: number;
  /** voltages and activities of the hidden layer */
  private readonly hidden: Float64Array;

  /** `bias` [V], the visible ones first. The core's devices and biases must hold still from here on. */
  constructor(
    private readonly core: DenseAm,
    bias: ArrayLike<number>,
  ) {
    const { parameters: p, crossbar, circuit, biasError } = core;
    if (p.visibleAmplifier.form === "ideal" || p.hiddenAmplifier.form === "ideal")
      throw new SettleError(
        "BAD_BENCH",
        "the power of a core needs amplifiers with dynamics: their outputs are states",
      );
    if (p.visibleActivation.kind !== "identity")
      throw new SettleError("BAD_BENCH", "the power of a core is known for identity visible neurons only");
    const count = p.softmaxRows + p.reluRows;
    this.columns = conductances(crossbar, "column", p.visible);
    this.rows = conductances(crossbar, "row", count);
    this.bias = biasError.map((error, k) => error + bias[k]);
    this.visibleAmp = circuit.stateNames.indexOf("visible.amp[0] [V]");
    this.hiddenAmp = circuit.stateNames.indexOf("hidden.amp[0] [V]");
    this.hidden = new Float64Array(2 * count);
  }

  /** `x` are the states of the core's circuit: visible nodes first, then hidden ones. */
  at(x: ArrayLike<Volts>): CorePower {
    const { visible, visibleTransimpedance, visibleNode, hiddenNode } = this.core.parameters;
    const { softmaxRows, softmaxTransimpedance, reluTransimpedance } = this.core.parameters;
    const count = this.rows.length;
    const activity = this.activities(x, visible);
    let [crosspoints, feedback, nodes] = [0, 0, 0];
    for (let i = 0; i < visible; i++) {
      const amp = x[this.visibleAmp + i];
      crosspoints += this.columns[i] * x[i] ** 2;
      feedback += amp ** 2 / visibleTransimpedance;
      nodes += nodePower(visibleNode, amp + this.bias[i], x[i]);
    }
    for (let mu = 0; mu < count; mu++) {
      const amp = x[this.hiddenAmp + mu];
      crosspoints += this.rows[mu] * activity[count + mu] ** 2;
      feedback += amp ** 2 / (mu < softmaxRows ? softmaxTransimpedance : reluTransimpedance);
      nodes += nodePower(hiddenNode, amp + this.bias[visible + mu], x[visible + mu]);
    }
    return { crosspoints, feedback, nodes };
  }

  /** h, then f(h), of the hidden layer. */
  private activities(x: ArrayLike<Volts>, first: number): Float64Array {
    const { softmaxRows, reluRows, softmax, relu } = this.core.parameters;
    const count = softmaxRows + reluRows;
    for (let mu = 0; mu < count; mu++) this.hidden[mu] = x[first + mu];
    activate({ kind: "softmax", ...softmax }, this.hidden, 0, count, softmaxRows);
    activate({ kind: "relu", ...relu }, this.hidden, softmaxRows, count + softmaxRows, reluRows);
    return this.hidden;
  }
}

const nodePower = ({ resistance }: NeuronNode, from: Volts, to: Volts): Watts => (from - to) ** 2 / resistance;

const conductances = (crossbar: CrossbarDevices, line: "row" | "column", count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k): Siemens => crossbar.conductanceOf(line, k));
