import { setImmediate as nextTurn } from "node:timers/promises";
import { SettleError } from "../../src/errors.ts";
import type { AnalogHalf } from "../../src/lockstep/analog-half.ts";
import { watchOfPort } from "../../src/lockstep/boundary-watches.ts";
import { riseAfter } from "../../src/lockstep/clocks.ts";
import type { Bits, Change, Clock, DigitalPeer, Watch } from "../../src/lockstep/digital-peer.ts";
import type { Lockstep } from "../../src/lockstep/lockstep.ts";
import type { PortValues } from "../../src/lockstep/port-values.ts";
import { formatTime, ms, type Picoseconds, plus } from "../../src/time.ts";
import type { Bound, SequenceStep, Test, UntilOptions, WaitOptions } from "../bench/test-api.ts";
import { Condition } from "./condition.ts";
import type { Findings } from "./findings.ts";
import { compiledSequence } from "./sequence.ts";
import { Verb } from "./verb.ts";

export interface TestStage {
  readonly lockstep: Lockstep;
  readonly analog: AnalogHalf;
  readonly digital: DigitalPeer;
  readonly ports: PortValues;
  /** Ports that a clock or a converter drives. */
  readonly driven: ReadonlySet<string>;
  readonly firstClock: string | undefined;
  readonly findings: Findings;
  readonly signal: AbortSignal;
  log(text: string): void;
  progress(done: number, total: number, what: string): void;
}

const LONGEST_WAIT = ms(10);
/** Evaluations between two looks at the event loop, so that Ctrl-C is seen in a run that never waits for anything else. */
const EVALUATIONS_PER_TURN = 1024;
/** Evaluations between two looks at whether the user wants to stop: a look costs as much as an evaluation of a small model. */
const EVALUATIONS_PER_LOOK = 16;
const VERBS_PER_TURN = 1024;

function requireWhole(what: string, count: number, unit: string): void {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw new SettleError("OUT_OF_RANGE", `${what}: it takes a whole number of ${unit}, 0 or more`);
}

/** The verbs of a test body. They run the lockstep themselves: one thread of test, one order of events. */
export class TestBody implements Test {
  /** The verb under way. */
  private running: Verb<unknown> | undefined;
  /** A verb that nobody awaited, with what became of it. */
  private forgotten: Verb<unknown> | undefined;
  private ended = false;
  private verbs = 0;
  private lastTurn = 0;
  private lastLook = 0;
  private condition: Condition | undefined;

  constructor(private readonly stage: TestStage) {}

  get now(): Picoseconds {
    this.condition?.look("anything");
    return this.time;
  }

  private get time(): Picoseconds {
    return this.stage.lockstep.now;
  }

  set(port: string, value: Bits): Promise<void> {
    return this.setAll({ [port]: value });
  }

  setAll(values: Readonly<Record<string, Bits>>): Promise<void> {
    const where = `set(${Object.keys(values).join(", ")})`;
    return this.exclusively(where, async () => {
      const changes = Object.entries(values).map(([port, value]) => this.checkedChange(port, value, where));
      const real = changes.filter(({ index, value }) => this.stage.ports.valueOf(index) !== value);
      if (real.length > 0) await this.stage.lockstep.set(real);
    });
  }

  get(port: string): Bits {
    const { ports } = this.stage;
    const index = ports.at(port, `get("${port}")`);
    this.condition?.look(index);
    return ports.valueOf(index);
  }

  peek(name: string): Promise<Bits> {
    return this.exclusively(`peek("${name}")`, async () => (await this.stage.digital.peek([name]))[0]);
  }

  probe(signal: string): number {
    this.condition?.look("anything");
    return this.stage.analog.probe(signal, `probe("${signal}")`);
  }

  rising(port: string, options?: WaitOptions): Promise<void> {
    return this.exclusively(`rising("${port}")`, () => this.edge(port, 1, options));
  }

  falling(port: string, options?: WaitOptions): Promise<void> {
    return this.exclusively(`falling("${port}")`, () => this.edge(port, 0, options));
  }

  cycles(count: number, clock = this.stage.firstClock): Promise<void> {
    return this.exclusively(`cycles(${count})`, async () => {
      const port = this.requireClock("cycles()", clock);
      requireWhole(`cycles(${count})`, count, "clock cycles");
      for (let left = count; left > 0; ) left -= await this.manyEdges(port, left);
    });
  }

  delay(length: Picoseconds): Promise<void> {
    return this.exclusively(`delay(${length} ps)`, async () => {
      requireWhole(`delay(${length})`, length, "picoseconds; make it with ns(), us() or ms()");
      await this.advance(plus(this.time, length), () => false);
    });
  }

  until(condition: () => boolean, options: UntilOptions = {}): Promise<void> {
    return this.exclusively("until()", async () => {
      const asked = new Condition(condition, this.stage.ports, options.everyEdge === true);
      this.condition = asked;
      try {
        if (!asked.ask()) await this.wait(asked, options.what ?? "a condition", options);
      } finally {
        this.condition = undefined;
      }
    });
  }

  sequence(steps: readonly SequenceStep[], clock = this.stage.firstClock): Promise<readonly (readonly Bits[])[]> {
    return this.exclusively("sequence()", async () => {
      const { lockstep, ports } = this.stage;
      const port = ports.at(this.requireClock("sequence()", clock), "a sequence");
      const period = lockstep.clockAt(port)?.period;
      if (period === undefined) throw new SettleError("BAD_BENCH", `sequence(): no clock drives "${clock}"`);
      const checked = (name: string, value: Bits) => this.checkedChange(name, value, "sequence()");
      const compiled = compiledSequence(steps, { ports, period, longestWait: LONGEST_WAIT, checked });
      const start = this.time;
      const ends = await lockstep.play(compiled, port, () => this.between());
      const waiting = steps[ends.length];
      if (waiting === undefined) return ends.map(({ values }) => values);
      throw new SettleError(
        "TIME_LIMIT",
        `step ${ends.length} of the sequence that began at ${formatTime(start)} waited ` +
          `${compiled[ends.length].cycles} cycles for ${waiting.what ?? waiting.until}, which did not come`,
      );
    });
  }

  expect(name: string, measured: number | bigint | string | boolean, bound: Bound, unit = "1"): boolean {
    return this.stage.findings.expect(name, measured, bound, unit);
  }

  figure(name: string, value: number, unit: string): void {
    this.stage.findings.figure(name, value, unit);
  }

  log(text: string): void {
    this.stage.log(text);
  }

  progress(done: number, total: number, what: string): void {
    this.stage.progress(done, total, what);
  }

  /** The body is over: a verb still under way is stopped, so that nothing runs on behind a closed stage. */
  async end(): Promise<void> {
    this.ended = true;
    await this.running?.settled;
  }

  /** After `end`: refuses a body that did not await one of its verbs. */
  requireAwaited(): void {
    const verb = this.forgotten ?? this.running;
    if (verb === undefined || verb.awaited) return;
    const became = verb.failure === undefined ? "" : `, and it failed: ${verb.failure.message}`;
    throw new SettleError("MISUSE", `${verb.name} was not awaited${became}; write "await" before it`, {
      cause: verb.failure,
    });
  }

  private exclusively<T>(name: string, action: () => Promise<T>): Promise<T> {
    this.requireAwaited();
    const { running } = this;
    const refusal =
      running?.isDone === false
        ? `${name} was called while ${running.name} was under way; await one before the next`
        : undefined;
    const verb = new Verb(
      name,
      refusal === undefined ? this.perform(action) : Promise.reject(new SettleError("MISUSE", refusal)),
    );
    if (refusal === undefined) this.running = verb;
    else this.forgotten = verb;
    return verb;
  }

  private async perform<T>(action: () => Promise<T>): Promise<T> {
    // A body may call verbs that need no exchange for ever: it must still be seen when the user wants to stop.
    if (++this.verbs % VERBS_PER_TURN === 0) await nextTurn();
    this.requireGoingOn();
    return action();
  }

  private requireGoingOn(): void {
    if (this.stage.signal.aborted) throw new SettleError("INTERRUPTED", `interrupted at ${formatTime(this.time)}`);
    if (this.ended) throw new SettleError("MISUSE", "the test body had ended");
  }

  private checkedChange(port: string, value: Bits, where: string): Change {
    const { ports, driven } = this.stage;
    const change = ports.change(port, value, where);
    ports.require({ port, lsb: 0, width: 1 }, "in", where);
    if (driven.has(port)) throw new SettleError("BAD_BENCH", `${where}: a clock or converter drives "${port}" already`);
    return change;
  }

  private requireClock(verb: string, clock: string | undefined): string {
    if (clock !== undefined) return clock;
    throw new SettleError("BAD_BENCH", `${verb}: this bench has no clock; use delay()`);
  }

  /** Edges of a clock lie at known times, so all of them can be waited for at once; of other ports only one. */
  private async manyEdges(port: string, count: number): Promise<number> {
    const { lockstep, ports } = this.stage;
    const clock: Clock | undefined = lockstep.clockAt(ports.at(port, "a wait for an edge"));
    if (clock === undefined || riseAfter(clock, this.time, 1) - this.time + clock.period > LONGEST_WAIT) {
      await this.edge(port, 1);
      return 1;
    }
    await this.advance(riseAfter(clock, this.time, count), () => false);
    return count;
  }

  private async edge(port: string, level: 0 | 1, options?: WaitOptions): Promise<void> {
    const { ports } = this.stage;
    const index = ports.at(port, "a wait for an edge");
    let last = ports.valueOf(index);
    const ask = () => {
      const previous = last;
      last = ports.valueOf(index);
      return Number(previous) !== level && Number(last) === level;
    };
    const watched = () => [watchOfPort(ports, index, level === 1 ? "rise" : "fall")];
    await this.wait({ ask, watched }, `a ${level === 1 ? "rising" : "falling"} edge of "${port}"`, options);
  }

  private async wait(
    condition: Pick<Condition, "ask" | "watched">,
    what: string,
    { within = LONGEST_WAIT }: WaitOptions = {},
  ): Promise<void> {
    const start = this.time;
    if (
      await this.advance(
        plus(start, within),
        () => condition.ask(),
        () => condition.watched(),
      )
    )
      return;
    throw new SettleError(
      "TIME_LIMIT",
      `waited ${formatTime(within)} from ${formatTime(start)} on for ${what}, which did not come`,
    );
  }

  /** Lets time go on until the condition holds (true) or `end` is reached (false). */
  private advance(
    end: Picoseconds,
    holds: () => boolean,
    watched: () => readonly Watch[] | "anything" = () => [],
  ): Promise<boolean> {
    return this.stage.lockstep.advance(end, { holds, watched, between: () => this.between() });
  }

  private between(): void | Promise<void> {
    const { evaluations } = this.stage.lockstep;
    if (evaluations - this.lastLook < EVALUATIONS_PER_LOOK) return;
    this.lastLook = evaluations;
    if (evaluations - this.lastTurn < EVALUATIONS_PER_TURN) return this.requireGoingOn();
    this.lastTurn = evaluations;
    return nextTurn().then(() => this.requireGoingOn());
  }
}
