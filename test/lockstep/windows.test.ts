import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SettleError } from "../../src/errors.ts";
import { dac } from "../../src/lockstep/converters/drives.ts";
import { comparator, flashAdc } from "../../src/lockstep/converters/level-detector.ts";
import { sampledAdc } from "../../src/lockstep/converters/sampled-adc.ts";
import type { Clock, Step } from "../../src/lockstep/digital-peer.ts";
import type { LockstepMode } from "../../src/lockstep/lockstep.ts";
import type { Crossing, Frame, Observer } from "../../src/lockstep/observer.ts";
import { type Picoseconds, plus, ps } from "../../src/time.ts";
import { runs } from "../fixtures/runs.ts";
import type { Logic } from "./in-memory-peer.ts";
import { stage, UNCONDITIONALLY } from "./stage.ts";
import { SOLVED } from "./systems.ts";

/** Everything observers are told, in the order they are told it. */
class Story implements Observer {
  readonly lines: string[] = [];
  frame({ t, changes }: Frame): void {
    this.lines.push(`${t} ${changes.map(({ name, value }) => `${name}=${value}`).join(" ")}`);
  }
  crossing(crossing: Crossing): void {
    this.lines.push(JSON.stringify(crossing));
  }
  sample({ t, values }: { readonly t: Picoseconds; readonly values: Float64Array }): void {
    this.lines.push(`${t} ${values.join(" ")}`);
  }
}

interface Scenario {
  readonly period: number;
  readonly otherPeriod: number;
  readonly tau_ns: number;
  readonly dacDelay: number;
  readonly comparatorDelay: number;
  readonly aperture: number;
  readonly latency: number;
  readonly hysteresis: number;
  /** Cycles between drives, starts of conversions and changes of the enable. */
  readonly driveEvery: number;
  readonly startEvery: number;
  readonly enableFor: number;
  /** Whether the DAC follows the comparator at once, or what was sampled last. */
  readonly asynchronous: boolean;
  readonly clocks: 1 | 2;
  readonly solved: (typeof SOLVED)[number];
  /** Cycles after which the RTL ends by itself, at the edge or at the next event. */
  readonly endsAfter?: number;
  readonly endsAt?: "edge" | "event";
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  period: fc.integer({ min: 1_500, max: 40_000 }),
  otherPeriod: fc.integer({ min: 1_900, max: 30_000 }),
  tau_ns: fc.double({ min: 1, max: 100, noNaN: true }),
  dacDelay: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 5_000 })),
  comparatorDelay: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9_000 })),
  aperture: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50_000 })),
  latency: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60_000 })),
  hysteresis: fc.double({ min: 0.02, max: 0.2, noNaN: true }),
  driveEvery: fc.integer({ min: 1, max: 9 }),
  startEvery: fc.integer({ min: 2, max: 12 }),
  enableFor: fc.integer({ min: 1, max: 16 }),
  asynchronous: fc.boolean(),
  clocks: fc.constantFrom(1, 2),
  solved: fc.constantFrom(...SOLVED),
});

const bit = (port: string) => ({ port, lsb: 0, width: 1 });

const finished = () => new SettleError("RTL_FINISH", "the RTL has ended");

interface State {
  count: number;
  q: number;
  other: number;
}

function controller({ driveEvery, startEvery, enableFor, asynchronous, endsAfter, endsAt }: Scenario): Logic<State> {
  return {
    inputs: { clk: 1, clk2: 1, above: 1, level: 3, code: 8, valid: 1, go: 1, word: 8 },
    outputs: { q: 1, start: 1, enable: 1, echo: 8, busy: 1, other: 4, seen: 3 },
    initial: () => ({ count: 0, q: 0, other: 0 }),
    evaluate: (state, inputs, before) => {
      if (inputs.clk === 1 && before.clk === 0) {
        state.count++;
        if (state.count % driveEvery === 0) state.q = inputs.above === 1 ? 0 : 1;
        if (state.count === endsAfter && endsAt === "edge") throw finished();
      } else if (endsAfter !== undefined && state.count >= endsAfter && inputs.above !== before.above) throw finished();
      if (inputs.clk2 === 1 && before.clk2 === 0) state.other = (state.other + inputs.valid + inputs.go) % 16;
      return {
        q: asynchronous ? 1 - inputs.above : state.q,
        start: state.count % startEvery === 0 ? 1 : 0,
        enable: Math.floor(state.count / enableFor) % 2,
        echo: inputs.go === 1 ? inputs.word : inputs.code,
        busy: state.count % 3 === 0 ? 1 : 0,
        other: state.other,
        seen: inputs.level,
      };
    },
  };
}

function clocksOf({ period, otherPeriod, clocks }: Scenario): readonly Clock[] {
  const clock = (port: string, length: number, first: number) => ({
    port,
    period: ps(length),
    firstRise: ps(first),
    high: ps(Math.floor(length / 2)),
  });
  return [clock("clk", period, period), clock("clk2", otherPeriod, period)].slice(0, clocks);
}

async function staged(chosen: Scenario, mode: LockstepMode, isNear: boolean) {
  const { solved, tau_ns, dacDelay, comparatorDelay, aperture, latency, hysteresis } = chosen;
  const story = new Story();
  const opened = await stage({
    logic: controller(chosen),
    system: solved.system(tau_ns * 1e-9),
    wiring: [
      dac({ bits: bit("q"), input: "vin", transfer: (q) => (q === 1 ? 1.2 : -0.3), delay: ps(dacDelay) }),
      comparator({ signal: "v", bits: bit("above"), threshold: 0.5, hysteresis, delay: ps(comparatorDelay) }),
      flashAdc({
        signal: "drop",
        bits: { port: "level", lsb: 0, width: 3 },
        low: -1,
        high: 1,
        hysteresis: 0.01,
        enable: bit("enable"),
      }),
      sampledAdc({
        signal: "v",
        start: bit("start"),
        code: { port: "code", lsb: 0, width: 8 },
        valid: bit("valid"),
        quantise: (v) => Math.max(0, Math.min(255, Math.floor(v * 256))),
        aperture: ps(aperture),
        latency: ps(latency),
      }),
    ],
    clocks: clocksOf(chosen),
    tolerance: { relative: solved.relative, absolute: 1e-9, method: solved.method },
    observers: [story],
    mode,
    isNear,
  });
  return { ...opened, story };
}

type Staged = Awaited<ReturnType<typeof staged>>;
const LENGTH = ps(200_000);

/** What a run says, and what it took where that must not depend on the mode. */
const told = ({ story, analog, lockstep, digital }: Staged) => ({
  lines: story.lines,
  accepted: analog.counters.accepted,
  rejected: analog.counters.rejected,
  evaluations: [lockstep.evaluations, digital.evaluations],
  now: lockstep.now,
});

/** What a scenario says and answers in strict mode, in windows, and in windows with a digital half that costs nothing to ask. */
async function inAllModes(chosen: Scenario, action: (staged: Staged) => Promise<unknown>) {
  const both = [];
  for (const [mode, isNear] of [
    ["strict", false],
    ["windowed", false],
    ["windowed", true],
  ] as const) {
    const opened = await staged(chosen, mode, isNear);
    const answer = await action(opened);
    opened.analog.finish();
    both.push({ answer, ...told(opened) });
  }
  return both;
}

describe("windowed mode says what strict mode says", () => {
  it("whatever clocks, delays, latencies and drives", () =>
    fc.assert(
      fc.asyncProperty(scenario, async (chosen) => {
        const [strict, ...windowed] = await inAllModes(chosen, ({ run }) => run(LENGTH));
        expect(windowed).toEqual([strict, strict]);
      }),
      { numRuns: runs(30) },
    ));

  it("up to where the RTL ends by itself, in whichever evaluation", () =>
    fc.assert(
      fc.asyncProperty(
        scenario,
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom("edge" as const, "event" as const),
        async (chosen, endsAfter, endsAt) => {
          const ending = { ...chosen, endsAfter, endsAt };
          const [strict, ...windowed] = await inAllModes(ending, ({ run }) =>
            run(LENGTH).catch((error: SettleError) => error.code),
          );
          expect(windowed).toEqual([strict, strict]);
        },
      ),
      { numRuns: runs(10) },
    ));

  it("stopped and looked at anywhere, saved and restored", () =>
    fc.assert(
      fc.asyncProperty(
        scenario,
        fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 1, maxLength: 8 }),
        async (chosen, stops) => {
          const [strict, ...windowed] = await inAllModes(chosen, async ({ lockstep, analog, run }) => {
            const seen: number[] = [];
            for (let i = 0; lockstep.now < LENGTH; i++) {
              await run(ps(Math.min(stops[i % stops.length], LENGTH - lockstep.now)));
              if (i % 2 === 0) seen.push(analog.probe("drop", "test"));
              if (i % 3 === 1) await lockstep.restore(await lockstep.save());
            }
            return seen;
          });
          expect(windowed).toEqual([strict, strict]);
        },
      ),
      { numRuns: runs(15) },
    ));

  it("waiting for any port, and for analog signals", () =>
    fc.assert(
      fc.asyncProperty(
        scenario,
        fc.array(fc.constantFrom("q", "start", "enable", "above", "valid", "level", "clk", "busy", "drop"), {
          minLength: 1,
          maxLength: 6,
        }),
        async (chosen, names) => {
          const [strict, ...windowed] = await inAllModes(chosen, async ({ lockstep, analog, ports }) => {
            const instants: number[] = [];
            for (let i = 0; lockstep.now < LENGTH; i++) {
              const name = names[i % names.length];
              const look = () => (name === "drop" ? Math.sign(analog.probe(name, "test")) : ports.read(name));
              const before = look();
              const index = name === "drop" ? 0 : ports.at(name, "test");
              const { width } = ports.port(index);
              const forEver = Number.POSITIVE_INFINITY as Picoseconds;
              const watch = { index, lsb: 0, width, edge: "change" as const, slack: ps(0), until: forEver };
              await lockstep.advance(LENGTH, {
                holds: () => look() !== before,
                watched: () => (name === "drop" ? "anything" : [watch]),
                between: () => {},
              });
              instants.push(lockstep.now);
            }
            return instants;
          });
          expect(windowed).toEqual([strict, strict]);
        },
      ),
      { numRuns: runs(15) },
    ));

  it("playing sequences", () =>
    fc.assert(
      fc.asyncProperty(
        scenario,
        fc.array(
          fc.record({
            go: fc.constantFrom(undefined, 0, 1),
            word: fc.constantFrom(undefined, 3, 77),
            isPatient: fc.boolean(),
            cycles: fc.integer({ min: 0, max: 6 }),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        async (chosen, rows) => {
          const [strict, ...windowed] = await inAllModes(chosen, async ({ lockstep, ports }) => {
            const index = (name: string) => ports.at(name, "test");
            const change = (name: string, value: number | undefined) =>
              value === undefined ? [] : [{ index: index(name), value }];
            const steps: readonly Step[] = rows.map(({ go, word, isPatient, cycles }) => ({
              inputs: [...change("go", go), ...change("word", word)],
              ready: isPatient ? [index("busy")] : [],
              reads: ["echo", "above", "other"].map(index),
              cycles,
            }));
            const half = Math.floor(steps.length / 2);
            const play = (some: readonly Step[]) => lockstep.play(some, index("clk"), () => {});
            const ends = [await play(steps.slice(0, half)), await play(steps.slice(half))];
            await lockstep.advance(plus(lockstep.now, ps(22_222)), UNCONDITIONALLY);
            return ends;
          });
          expect(windowed).toEqual([strict, strict]);
        },
      ),
      { numRuns: runs(30) },
    ));
});
