import { concatAll, mergeAll, mergeMap, of, toArray } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { describe, expect, it } from "vitest";
import type { Sample } from "../../../src/lockstep/observer.ts";
import { largestRise } from "../../../src/observe/operators/largest-rise.ts";
import { relaxations } from "../../../src/observe/operators/relaxations.ts";
import { settled } from "../../../src/observe/operators/settled.ts";
import { signalValue } from "../../../src/observe/operators/signal-value.ts";
import { ps } from "../../../src/time.ts";

type Draw = Parameters<TestScheduler["run"]>[0];

/** Runs one drawing in virtual time; the notifications seen and those drawn. */
function inVirtualTime(draw: Draw): readonly [seen: unknown, drawn: unknown] {
  const seen: unknown[] = [];
  const drawn: unknown[] = [];
  new TestScheduler((actual, expected) => {
    seen.push(actual);
    drawn.push(expected);
  }).run(draw);
  return [seen, drawn];
}

function itIsDrawn(drawings: Readonly<Record<string, Draw>>): void {
  it.each(Object.entries(drawings))("%s", (_name, draw) => {
    const [seen, drawn] = inVirtualTime(draw);
    expect(drawn).not.toEqual([]);
    expect(seen).toEqual(drawn);
  });
}

describe("settled", () => {
  const volt = { a: 0, b: 0.9, c: 0.99, d: 1 };
  itIsDrawn({
    "emits the value that ends the first quiet run, and completes"({ hot, expectObservable }) {
      const column = hot(" --a--b--c--d--|", volt);
      const expected = "   -----------(d|)";
      expectObservable(column.pipe(settled(0.02, 2))).toBe(expected, volt);
    },
    "starts again when the value leaves the band"({ hot, expectObservable }) {
      const column = hot(" -c-d-a-a-a-|", volt);
      const expected = "   ---------(a|)";
      expectObservable(column.pipe(settled(0.02, 3))).toBe(expected, volt);
    },
    "completes without a value when it never settles"({ hot, expectObservable }) {
      expectObservable(hot("-a-b-a-b-|", volt).pipe(settled(0.02, 2))).toBe("---------|");
    },
  });
});

describe("largestRise", () => {
  const energy = { a: 5, b: 3, c: 3.5, d: 1, e: 1.25, r: 0.5, z: 0 };
  itIsDrawn({
    "measures from the running minimum, not from the value before"({ cold, expectObservable }) {
      const falling = cold("-a-b-c-d-e-|", energy);
      const expected = "    -----------(r|)";
      expectObservable(falling.pipe(largestRise())).toBe(expected, energy);
    },
    "adds up a rise in small steps"({ cold, expectObservable }) {
      const values = { a: 1, b: 1.25, c: 1.5, r: 0.5 };
      expectObservable(cold("abc|", values).pipe(largestRise())).toBe("---(r|)", values);
    },
    "is 0 for a falling and for an empty stream"({ cold, expectObservable }) {
      expectObservable(cold("-a-b-d-|", energy).pipe(largestRise())).toBe("-------(z|)", energy);
      expectObservable(cold<number>("---|").pipe(largestRise())).toBe("---(z|)", energy);
    },
  });
});

const sample = (value: number): Sample => ({ t: ps(0), values: Float64Array.of(value) });
const samples = { p: sample(-1), a: sample(1), b: sample(2), c: sample(3) };
const positive = (values: Float64Array) => (values[0] ?? 0) > 0;

describe("relaxations", () => {
  itIsDrawn({
    "opens a stream with each relaxation and drops what lies between"({ hot, expectObservable }) {
      const source = hot("  p-a-b-p-p-c-|", samples);
      const flat = "        --a-b-----c-|";
      expectObservable(source.pipe(relaxations(positive), mergeAll())).toBe(flat, samples);
      expectObservable(source.pipe(relaxations(positive), concatAll())).toBe(flat, samples);
    },
    "closes each with the first sample that is not relaxing, the last with the source"({ hot, expectObservable }) {
      const source = hot("  p-a-b-p-p-c-|", samples);
      const gathered = "    ------x-----(y|)";
      const lists = { x: [samples.a, samples.b], y: [samples.c] };
      expectObservable(
        source.pipe(
          relaxations(positive),
          mergeMap((one) => one.pipe(toArray())),
        ),
      ).toBe(gathered, lists);
    },
    "passes an error to the open relaxation and to the outer stream"({ hot, expectObservable }) {
      expectObservable(hot("-a-#", samples).pipe(relaxations(positive), mergeAll())).toBe("-a-#", samples);
    },
  });
});

describe("signalValue", () => {
  it("picks one signal by name", () => {
    const seen: number[] = [];
    of({ t: ps(0), values: Float64Array.of(1, 2) })
      .pipe(signalValue(["a [V]", "b [V]"], "b [V]"))
      .subscribe((value) => seen.push(value));
    expect(seen).toEqual([2]);
  });
  it("refuses an unknown name with the nearest match", () => {
    expect(() => signalValue(["x.v[0] [V]"], "x.v[1] [V]")).toThrow(/"x\.v\[1\] \[V\]".*"x\.v\[0\] \[V\]"/);
  });
});
