import type { Arena } from "../../src/kernel/arena.ts";
import type { Execute } from "../kernel/kernel.ts";
import type { Instruction } from "../kernel/opcodes.ts";

/** What is run: by the kernel where there is an instruction for it. */
export interface Part {
  run(values: Float64Array, slopes: Float64Array): void;
  readonly instruction?: Instruction | undefined;
}

/**
 * Parts in order, neighbours with instructions strung together: the kernel executes each string in one call, from `memory`, where
 * values and slopes live.
 */
export class Program {
  private readonly stages: readonly (() => void)[];

  constructor(parts: readonly Part[], arena: Arena, values: Float64Array, slopes: Float64Array, execute: Execute) {
    this.stages = strings(parts).map((string) => {
      const words = string.flatMap(({ instruction }) => instruction ?? []);
      if (words.length === 0) return () => string[0].run(values, slopes);
      const { byteOffset, byteLength } = arena.words(words);
      return () => execute(byteOffset, byteOffset + byteLength);
    });
  }

  run(): void {
    const { stages } = this;
    for (let k = 0; k < stages.length; k++) stages[k]();
  }
}

/** Stretches of neighbours that have an instruction, or have none: those one by one. */
function strings(parts: readonly Part[]): Part[][] {
  const result: Part[][] = [];
  parts.forEach((part, k) => {
    const joins = k > 0 && part.instruction !== undefined && parts[k - 1].instruction !== undefined;
    if (joins) result.at(-1)?.push(part);
    else result.push([part]);
  });
  return result;
}
