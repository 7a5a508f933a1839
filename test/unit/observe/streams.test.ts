import { map, toArray } from "rxjs";
import { expect, it } from "vitest";
import { runStreams } from "../../../src/observe/streams.ts";
import { ps } from "../../../src/time.ts";

it("passes on frames, samples and crossings in order and completes them together", () => {
  const streams = runStreams();
  const seen: string[] = [];
  streams.frames$.subscribe({ next: ({ t }) => seen.push(`frame ${t}`), complete: () => seen.push("no more frames") });
  streams.samples$.subscribe({
    next: ({ t }) => seen.push(`sample ${t}`),
    complete: () => seen.push("no more samples"),
  });
  streams.crossings$.subscribe({
    next: ({ converter }) => seen.push(converter),
    complete: () => seen.push("no more crossings"),
  });
  streams.observer.frame({ t: ps(1), changes: [] });
  streams.observer.sample({ t: ps(2), values: Float64Array.of(0) });
  streams.observer.crossing({ t: ps(2), converter: "comparator", errorBound_ps: 1 });
  streams.complete();
  expect(seen).toEqual(["frame 1", "sample 2", "comparator", "no more frames", "no more samples", "no more crossings"]);
});

it("hands out samples that stay as they were when the run reuses its array", () => {
  const streams = runStreams();
  let kept: number[] = [];
  streams.samples$
    .pipe(
      map(({ values }) => values),
      toArray(),
    )
    .subscribe((all) => {
      kept = all.map((values) => values[0] ?? Number.NaN);
    });
  const reused = new Float64Array(1);
  for (const value of [1, 2, 3]) {
    reused[0] = value;
    streams.observer.sample({ t: ps(value), values: reused });
  }
  streams.complete();
  expect(kept).toEqual([1, 2, 3]);
});

it("fails all streams with the reason of the run", () => {
  const streams = runStreams();
  const reasons: unknown[] = [];
  const note = { error: (reason: unknown) => reasons.push(reason) };
  streams.frames$.subscribe(note);
  streams.samples$.subscribe(note);
  streams.crossings$.subscribe(note);
  streams.fail("host lost");
  expect(reasons).toEqual(["host lost", "host lost", "host lost"]);
});
