import type { Picoseconds } from "../time.ts";
import type { Bits, BurstRecord, Change, Step } from "./digital-peer.ts";
import type { PortValues } from "./port-values.ts";

export type StepEnd = BurstRecord["steps"][number];

/** Where a sequence of steps stands, evaluation by evaluation: the meaning of `Step`, whoever performs it. */
export class SequencePlayer {
  readonly ends: StepEnd[] = [];
  private isPut = false;
  private cycles = 0;
  private isGivenUp = false;
  private levelBefore: Bits = 0;
  private isReady = false;
  private values: readonly Bits[] = [];

  /** `time`: when the present step began. */
  constructor(
    private readonly steps: readonly Step[],
    private readonly clock: number,
    private readonly ports: PortValues,
    private time: Picoseconds,
  ) {}

  get isOver(): boolean {
    return this.isGivenUp || this.ends.length === this.steps.length;
  }

  /** What is left to be played. */
  get rest(): readonly Step[] {
    const [first, ...later] = this.steps.slice(this.ends.length);
    const { inputs, ready, reads, cycles } = first;
    return [{ inputs: this.isPut ? [] : inputs, ready, reads, cycles: cycles - this.cycles }, ...later];
  }

  private get present(): Step {
    return this.steps[this.ends.length];
  }

  /** The inputs that are to be put on their ports now, before time goes on; undefined where there are none. */
  inputs(): readonly Change[] | undefined {
    while (!this.isPut && !this.isOver) {
      const { inputs, cycles } = this.present;
      if (cycles === 0) this.end([]);
      else this.isPut = true;
      if (inputs.length > 0) return inputs;
    }
    return undefined;
  }

  /** Call right before each edge or event: what a step reads is what stood then. */
  beforeEdge(): void {
    const { ports } = this;
    this.levelBefore = ports.valueOf(this.clock);
    if (this.levelBefore !== 0) return;
    const { ready, reads } = this.present;
    this.isReady = ready.every((index) => ports.valueOf(index) === 1);
    if (this.isReady) this.values = reads.map((index) => ports.valueOf(index));
  }

  /** `t`: of the edge or event, which a window may have left behind already. */
  afterEdge(t: Picoseconds): void {
    const rose = this.levelBefore === 0 && this.ports.valueOf(this.clock) === 1;
    if (!rose) return;
    if (!this.isReady) {
      this.isGivenUp = ++this.cycles >= this.present.cycles;
      return;
    }
    this.time = t;
    this.end(this.values);
  }

  private end(values: readonly Bits[]): void {
    this.ends.push({ time: this.time, values });
    this.isPut = false;
    this.cycles = 0;
  }
}
