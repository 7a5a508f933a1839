import { EXIT } from "./exit-codes.ts";

const COMPLAINT =
  "settle: the program ended before the command did, so there is no result: something called process.exit(), threw outside " +
  "the test body, or awaited a promise that never settles\n";

/** A command that is cut short may not look like a success, nor like a check that failed. 130 is our own word for Ctrl-C. */
function onExit(code: number): void {
  if (code === EXIT.interrupted) return;
  process.stderr.write(COMPLAINT);
  process.exitCode = EXIT.infrastructure;
}

/** While `body` is under way, the end of the program is exit code 3 and says why. */
export async function guardingExit<T>(body: () => Promise<T>): Promise<T> {
  process.on("exit", onExit);
  try {
    return await body();
  } finally {
    process.off("exit", onExit);
  }
}
