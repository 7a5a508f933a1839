import type { Arena } from "../kernel/arena.ts";
import { KernelBinary } from "../kernel/kernel.ts";
import { KERNEL_BASE64 } from "./kernel/generated/kernel-binary.ts";

/** Where vectors lie, how far apart, where their weights are and how many there are. */
type Terms = readonly [slopes: number, stride: number, weights: number, count: number];

/** assembly/kernel.as; addresses and distances in bytes. */
export interface SlopesKernel {
  stage(...operands: readonly [out: number, base: number, scale: number, size: number, ...Terms]): void;
  scaled(...operands: readonly [out: number, scale: number, size: number, ...Terms]): void;
  dense(
    ...operands: readonly [
      out: number,
      start: number,
      theta: number,
      size: number,
      coefficients: number,
      stride: number,
      degree: number,
    ]
  ): void;
}

export const SLOPES_KERNEL = new KernelBinary<SlopesKernel>(KERNEL_BASE64);

/** An odd number of states gets room for one more: the kernel takes two at a time. */
export const vectorIn = (arena: Arena, dimension: number): Float64Array =>
  arena.floats(dimension + (dimension % 2)).subarray(0, dimension);
