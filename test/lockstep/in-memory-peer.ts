import { edgeAfter, levelAt } from "../../src/lockstep/clocks.ts";
import type {
  Bits,
  Burst,
  BurstRecord,
  Change,
  Clock,
  DigitalPeer,
  DigitalStart,
  Port,
} from "../../src/lockstep/digital-peer.ts";
import type { Picoseconds } from "../../src/time.ts";
import { referenceBurst } from "./reference-burst.ts";

export type Levels = Record<string, number>;

/** Digital logic as a function: `state` is plain data, `before` are the inputs of the evaluation before this one. */
export interface Logic<State> {
  readonly inputs: Readonly<Record<string, number>>; // name -> width
  readonly outputs: Readonly<Record<string, number>>;
  initial(): State;
  evaluate(state: State, inputs: Levels, before: Levels): Levels;
}

interface Saved<State> {
  now: Picoseconds;
  inputs: Levels;
  before: Levels;
  outputs: Levels;
  state: State;
}

/** A digital half in the test's own process, with the clock semantics of the contract. */
export class InMemoryPeer<State> implements DigitalPeer {
  readonly ports: readonly Port[];
  private clocks: readonly Clock[] = [];
  private kept: Saved<State>;
  evaluations = 0;
  readonly bursts: Burst[] = [];

  constructor(
    private readonly logic: Logic<State>,
    readonly isNear: boolean,
  ) {
    const table = (names: Readonly<Record<string, number>>, direction: Port["direction"]) =>
      Object.entries(names).map(([name, width]) => ({ name, width, direction }));
    this.ports = [...table(logic.inputs, "in"), ...table(logic.outputs, "out")];
    const zero = (names: Readonly<Record<string, number>>) =>
      Object.fromEntries(Object.keys(names).map((name) => [name, 0]));
    this.kept = {
      now: 0 as Picoseconds,
      inputs: zero(logic.inputs),
      before: zero(logic.inputs),
      outputs: zero(logic.outputs),
      state: logic.initial(),
    };
  }

  async reset({ clocks, inputs }: DigitalStart): Promise<readonly Change[]> {
    this.clocks = clocks;
    this.put(inputs);
    this.evaluate();
    return this.outputChanges(() => true);
  }

  /** Throws what `evaluate` throws: the RTL ends. */
  advance(to: Picoseconds, inputs: readonly Change[]): readonly Change[] {
    const before = { ...this.kept.outputs };
    for (let t = this.nextEdge(); t <= to; t = this.nextEdge()) {
      this.kept.now = t;
      for (const clock of this.clocks) this.kept.inputs[clock.port] = levelAt(clock, t);
      this.evaluate();
    }
    this.kept.now = to;
    if (inputs.length > 0) {
      this.put(inputs);
      this.evaluate();
    }
    return this.outputChanges((name) => before[name] !== this.kept.outputs[name]);
  }

  run(burst: Burst): Promise<BurstRecord> {
    this.bursts.push(burst);
    const { clocks, ports, kept } = this;
    return referenceBurst(
      {
        ports,
        clocks,
        now: kept.now,
        valueOf: (index) => {
          const { name, direction } = ports[index];
          return this.kept[direction === "in" ? "inputs" : "outputs"][name];
        },
        advance: (to, inputs) => this.orNothing(() => this.advance(to, inputs)),
      },
      burst,
    );
  }

  /** An evaluation in which the RTL ends leaves everything as it was: the next request meets it again. */
  private orNothing<T>(action: () => T): T {
    const { evaluations } = this;
    const before = structuredClone(this.kept);
    try {
      return action();
    } catch (error) {
      this.kept = before;
      this.evaluations = evaluations;
      throw error;
    }
  }

  async peek(names: readonly string[]): Promise<readonly Bits[]> {
    return names.map((name) => ({ ...this.kept.inputs, ...this.kept.outputs })[name] ?? 0);
  }

  async save(): Promise<Uint8Array> {
    return new TextEncoder().encode(JSON.stringify(this.kept));
  }

  async restore(snapshot: Uint8Array): Promise<readonly Change[]> {
    this.kept = JSON.parse(new TextDecoder().decode(snapshot)) as Saved<State>;
    return this.outputChanges(() => true);
  }

  async close(): Promise<void> {}

  private nextEdge(): Picoseconds {
    return Math.min(
      ...this.clocks.map((clock) => edgeAfter(clock, this.kept.now)),
      Number.POSITIVE_INFINITY,
    ) as Picoseconds;
  }

  private put(inputs: readonly Change[]): void {
    for (const { index, value } of inputs) this.kept.inputs[this.ports[index].name] = Number(value);
  }

  private evaluate(): void {
    this.evaluations++;
    const { state, inputs, before } = this.kept;
    this.kept.outputs = { ...this.kept.outputs, ...this.logic.evaluate(state, { ...inputs }, before) };
    this.kept.before = { ...inputs };
  }

  private outputChanges(wanted: (name: string) => boolean): readonly Change[] {
    return this.ports.flatMap(({ name, direction }, index) =>
      direction === "out" && wanted(name) ? [{ index, value: this.kept.outputs[name] }] : [],
    );
  }
}
