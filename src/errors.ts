import { closest, distance } from "fastest-levenshtein";

/** Every way in which a user can be told that something is wrong. Append only: scripts match on these words. */
export type ErrorCode =
  | "UNKNOWN_NAME" // a bench, port, node, signal, parameter or register that does not exist
  | "OUT_OF_RANGE" // a value, width or time outside its bounds
  | "BAD_BENCH" // a bench that contradicts itself: a port driven twice, an unconnected converter, ...
  | "MISUSE" // a call out of order
  | "RTL_BUILD" // Verilator or the C++ compiler refused the digital half
  | "TOOL_MISSING" // Verilator, a compiler or a header is not installed
  | "HOST_LOST" // the host process ended while it was needed
  | "HOST_TIMEOUT" // the host did not answer within its time limit
  | "PROTOCOL" // a malformed, oversized or unexpected message
  | "HANDSHAKE" // version, RTL hash, port table or secret differ between the two sides
  | "ASSERTION" // an assertion of the RTL failed
  | "RTL_FINISH" // the RTL called $finish or $stop
  | "ZERO_DELAY_LOOP" // the two halves answer each other without time passing
  | "LOOKAHEAD" // an event came earlier than its converter had declared
  | "STEP_UNDERFLOW" // the integrator cannot make the step small enough
  | "NOT_FINITE" // a node became NaN or infinite
  | "TIME_LIMIT" // simulated time ran past the limit of a wait or of the run
  | "INTERRUPTED" // Ctrl-C or a termination signal
  | "RUNAWAY" // voltages grow without limit but for the rails
  | "ADDON"; // the digital half cannot be loaded into this process

/**
 * What went wrong, where, and what to try. `message` is the whole sentence; `code` is for scripts.
 * A failed check of a bench is not an error but a result.
 */
export class SettleError extends Error {
  override readonly name = "SettleError";
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The most similar candidate, when it is similar enough to be what the writer meant. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const list = [...candidates];
  if (list.length === 0) return undefined;
  const element = list.find((candidate) => candidate.startsWith(`${name}[`));
  if (element !== undefined) return element;
  const best = closest(name, list);
  return distance(name, best) <= Math.max(2, Math.ceil(name.length / 2)) ? best : undefined;
}

/** `kind` is the noun for the message ("port"), `where` the place the name was used at. */
export function unknownName(kind: string, name: string, where: string, candidates: Iterable<string>): SettleError {
  const list = [...candidates];
  const best = nearest(name, list);
  const advice =
    best !== undefined
      ? `did you mean "${best}"?`
      : `known: ${list.slice(0, 12).join(", ")}${list.length > 12 ? ", ..." : ""}`;
  return new SettleError("UNKNOWN_NAME", `unknown ${kind} "${name}" in ${where}; ${advice}`);
}

export function outOfRange(
  what: string,
  value: number | bigint,
  least: number | bigint,
  most: number | bigint,
): SettleError {
  return new SettleError("OUT_OF_RANGE", `${what} is ${value}, outside ${least}..${most}`);
}
