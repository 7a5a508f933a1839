/**
 * The promise of a verb of the test body, which knows whether anyone awaits it: the failure of a verb that was not awaited
 * would otherwise be lost, or end the process. Not a native promise, because `await` asks those in a way that cannot be seen.
 */
export class Verb<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = "Verb";
  /** Resolves, without a value, when the verb has ended in whatever way. */
  readonly settled: Promise<void>;
  awaited = false;
  isDone = false;
  failure: Error | undefined;

  constructor(
    readonly name: string,
    private readonly promise: Promise<T>,
  ) {
    this.settled = promise.then(
      () => {
        this.isDone = true;
      },
      (reason: unknown) => {
        this.isDone = true;
        this.failure = reason instanceof Error ? reason : new Error(String(reason));
      },
    );
  }

  // oxlint-disable-next-line unicorn/no-thenable -- being awaited is what this class is for
  then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.awaited = true;
    return this.promise.then(fulfilled, rejected);
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, rejected);
  }

  finally(always?: (() => void) | null): Promise<T> {
    this.awaited = true;
    return this.promise.finally(always);
  }
}
