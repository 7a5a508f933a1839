import { KernelBinary } from "../../src/kernel/kernel.ts";
import { KERNEL_BASE64 } from "./generated/kernel-binary.ts";

/** Executes the instructions from address `at` up to `end`. */
export type Execute = (at: number, end: number) => void;

const BINARY = new KernelBinary<{ readonly execute: Execute }>(KERNEL_BASE64, { math: { exp: Math.exp } });

/** A memory of at least `bytes`, and the kernel that executes circuits in it. */
export function openKernel(bytes: number): { readonly memory: ArrayBuffer; readonly execute: Execute } {
  const { memory, functions } = BINARY.open(bytes);
  return { memory, execute: functions.execute };
}
