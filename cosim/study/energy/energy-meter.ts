import type { CorePower } from "../../../analog-models/networks/core-power.ts";
import type { Integration } from "../../../src/ode/integration.ts";
import type { Seconds } from "../../../src/units.ts";

/** Gauss-Legendre on [0, 1], three points: exact for polynomials of degree five, more than the dense output has. */
const NODES = [0.5 - Math.sqrt(0.15), 0.5, 0.5 + Math.sqrt(0.15)] as const;
const WEIGHTS = [5 / 18, 8 / 18, 5 / 18] as const;

/** Energy [J] by where it went, or power [W], as CorePower names it. */
export type CoreParts = { readonly [Part in keyof CorePower]: number };

const NOTHING: CoreParts = { crosspoints: 0, feedback: 0, nodes: 0 };

const plus = (a: CoreParts, b: CoreParts, factor: number): CoreParts => ({
  crosspoints: a.crosspoints + factor * b.crosspoints,
  feedback: a.feedback + factor * b.feedback,
  nodes: a.nodes + factor * b.nodes,
});

/** An end of a step: how much energy [J] has gone where until `time`, and what power [W] goes there now. */
interface Mark {
  readonly time: Seconds;
  readonly energy: CoreParts;
  readonly power: CoreParts;
}

/** Integrates a power that is a function of the states along a relaxation, step by step. */
export class EnergyMeter {
  private readonly marks: Mark[] = [];
  private readonly state: Float64Array;

  constructor(
    private readonly power: (x: Float64Array) => CoreParts,
    states: number,
  ) {
    this.state = new Float64Array(states);
  }

  /** Adds the last accepted step. */
  add(step: Integration): void {
    const length = step.tau1 - step.tau0;
    const powerAt = (theta: number) => {
      step.interpolateAt(theta, this.state);
      return this.power(this.state);
    };
    if (this.marks.length === 0) this.marks.push({ time: step.tau0, energy: NOTHING, power: powerAt(0) });
    let { energy } = this.last;
    NODES.forEach((theta, k) => {
      energy = plus(energy, powerAt(theta), length * WEIGHTS[k]);
    });
    this.marks.push({ time: step.tau1, energy, power: powerAt(1) });
  }

  /** [W], at the end of the last step. */
  get powerAtEnd(): CoreParts {
    return this.last.power;
  }

  /** [J], from the start to `t`, which must not lie beyond the last step: cubic Hermite interpolation between steps' ends. */
  until(t: Seconds): CoreParts {
    const after = Math.max(
      1,
      this.marks.findIndex(({ time }) => time >= t),
    );
    const [from, to] = [this.marks[after - 1] ?? this.last, this.marks[after] ?? this.last];
    const h = to.time - from.time;
    const s = h > 0 ? (t - from.time) / h : 0;
    const rise = plus(plus(NOTHING, to.energy, 1), from.energy, -1);
    const slopes = plus(plus(NOTHING, from.power, h * s * (1 - s) ** 2), to.power, h * s ** 2 * (s - 1));
    return plus(plus(from.energy, rise, s ** 2 * (3 - 2 * s)), slopes, 1);
  }

  private get last(): Mark {
    return this.marks.at(-1) ?? { time: 0, energy: NOTHING, power: NOTHING };
  }
}
