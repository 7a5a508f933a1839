import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SettleError } from "../../src/errors.ts";
import { instanceName, parseInstances, parseMembers, parsePorts, type DeclaredSignal } from "./verilated-headers.ts";

/** What a folder of Verilator's output says of the model it made. */
export interface CompiledModel {
  readonly ports: readonly DeclaredSignal[];
  readonly internals: readonly DeclaredSignal[];
}

const read = (folder: string, file: string): string => readFileSync(join(folder, file), "utf8");

/** Throws RTL_BUILD for ports that the boundary cannot carry. */
export function readCompiledModel(folder: string, top: string): CompiledModel {
  const { ports, unsupported } = parsePorts(read(folder, "Vmodel.h"));
  if (unsupported.length > 0) {
    throw new SettleError(
      "RTL_BUILD",
      `top module "${top}" has ports that are neither plain inputs nor plain outputs: ${unsupported.join(" ")} ` +
        "Split an inout into two ports and give a real one a converter on the analog side.",
    );
  }
  const internals = parseInstances(read(folder, "Vmodel__Syms.h")).flatMap(({ className, member }) =>
    parseMembers(read(folder, `${className}.h`), instanceName(member), `${member}.`),
  );
  return { ports, internals };
}
