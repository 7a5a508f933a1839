import { KERNEL_BASE64 } from "./generated/kernel-binary.ts";

/** Executes the instructions from address `at` up to `end`. */
export type Execute = (at: number, end: number) => void;

const PAGE_BYTES = 65536;

let compiled: WebAssembly.Module | undefined;

const module = (): WebAssembly.Module => {
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (letter) => letter.charCodeAt(0)));
  return compiled;
};

/**
 * A memory of at least `bytes`, and the kernel that works in it. It never grows, because growing would detach the arrays in it;
 * it goes when the last of them does.
 */
export function openKernel(bytes: number): { readonly memory: ArrayBuffer; readonly execute: Execute } {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module(), { env: { memory }, math: { exp: Math.exp } });
  return { memory: memory.buffer, execute: exports.execute as Execute };
}
