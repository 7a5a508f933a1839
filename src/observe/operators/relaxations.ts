import { Observable, type OperatorFunction, Subject } from "rxjs";
import type { Sample } from "../../lockstep/observer.ts";

/**
 * Splits samples into relaxations: an inner stream opens with the first sample for which `relaxing` holds and completes
 * before the first one for which it does not. Samples between relaxations are dropped.
 */
export function relaxations(relaxing: (values: Float64Array) => boolean): OperatorFunction<Sample, Observable<Sample>> {
  return (source) =>
    new Observable((outer) => {
      let inner: Subject<Sample> | undefined;
      const closeInner = () => {
        inner?.complete();
        inner = undefined;
      };
      return source.subscribe({
        next: (sample) => {
          if (!relaxing(sample.values)) return closeInner();
          if (inner === undefined) {
            inner = new Subject();
            outer.next(inner.asObservable());
          }
          inner.next(sample);
        },
        error: (reason) => {
          inner?.error(reason);
          outer.error(reason);
        },
        complete: () => {
          closeInner();
          outer.complete();
        },
      });
    });
}
