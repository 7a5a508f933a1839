import { type Observable, Subject } from "rxjs";
import type { Crossing, Frame, Observer, Sample } from "../lockstep/observer.ts";

/** An observer of a run, and what it saw as streams. All three complete or fail together, when the run ends. */
export interface RunStreams {
  readonly observer: Required<Observer>;
  readonly frames$: Observable<Frame>;
  /** Each sample owns its values, so it may be kept. */
  readonly samples$: Observable<Sample>;
  readonly crossings$: Observable<Crossing>;
  complete(): void;
  fail(reason: unknown): void;
}

/**
 * The door from a run to rxjs. Subscribe before the run starts: what happened before a subscription is not repeated.
 * Everything is emitted synchronously, from the loop that moves time, so a slow subscriber slows the run and never
 * changes it. Samples are copied only while somebody listens.
 */
export function runStreams(): RunStreams {
  const frames = new Subject<Frame>();
  const samples = new Subject<Sample>();
  const crossings = new Subject<Crossing>();
  const all = [frames, samples, crossings];
  return {
    observer: {
      frame: (frame) => frames.next(frame),
      sample: ({ t, values }) => {
        if (samples.observed) samples.next({ t, values: values.slice() });
      },
      crossing: (crossing) => crossings.next(crossing),
    },
    frames$: frames.asObservable(),
    samples$: samples.asObservable(),
    crossings$: crossings.asObservable(),
    complete: () => all.forEach((subject) => subject.complete()),
    fail: (reason) => all.forEach((subject) => subject.error(reason)),
  };
}
