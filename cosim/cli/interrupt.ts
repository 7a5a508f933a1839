import { EXIT } from "./exit-codes.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npx, npm and timeout pass a signal on that the whole group has had already: what comes this soon is no second wish. */
const ECHO_MS = 500;

/**
 * Runs `body` with a signal that the first Ctrl-C (or termination signal) aborts: the run then ends in good order. A later
 * one leaves at once.
 */
export async function interruptible<T>(
  say: (text: string) => void,
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let first_ms = Number.NaN;
  const onSignal = (name: string) => {
    if (performance.now() - first_ms < ECHO_MS) return;
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    first_ms = performance.now();
    say(`${name}: ending the run and closing its files; once more to leave at once`);
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  try {
    return await body(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
