import { existsSync } from "node:fs";
import { constants } from "node:os";
import { SettleError } from "../../src/errors.ts";

/** One digital half in this process; cosim/host/cpp/local_half.hpp says what its functions do. */
export interface AddonHalf {
  exchange(this: void): void;
  attach(this: void, block: Float64Array): void;
  printed(this: void): string;
  close(this: void): void;
}

export interface Addon {
  open(): AddonHalf;
}

/** A library stays loaded as long as the process lives, and halves made of it share its code and nothing else. */
const loaded = new Map<string, Addon>();

/** Throws ADDON, naming the library that is missing. */
export function loadAddon(file: string): Addon {
  const before = loaded.get(file);
  if (before !== undefined) return before;
  const module = { exports: {} };
  try {
    // All of it now: a symbol that is missing must not be found out in the middle of a run.
    process.dlopen(module, file, constants.dlopen.RTLD_NOW);
  } catch (error) {
    throw notLoaded(file, error instanceof Error ? error : new Error(String(error)));
  }
  const addon = module.exports as Addon;
  loaded.set(file, addon);
  return addon;
}

function notLoaded(file: string, cause: Error): SettleError {
  const [, missing] = /^(\S+): cannot open shared object file/.exec(cause.message) ?? [];
  const why =
    missing === undefined
      ? cause.message
      : missing === file && !existsSync(file)
        ? "it is not there"
        : `the library ${missing} is missing; install the package that has it`;
  return new SettleError(
    "ADDON",
    `the digital half ${file} does not load into this process: ${why}; --fallback ipc runs it in a process of its own`,
    { cause },
  );
}
