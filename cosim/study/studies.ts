import type { Study } from "./study.ts";

/** Every study by its name, loaded when it is wanted. */
export const STUDIES: Readonly<Record<string, () => Promise<Study>>> = {
  settling: async () => (await import("./settling/settling.ts")).default,
  latency: async () => (await import("./latency/latency.ts")).default,
  readout: async () => (await import("./readout/readout.ts")).default,
  tolerance: async () => (await import("./tolerance/tolerance.ts")).default,
  energy: async () => (await import("./energy/energy.ts")).default,
};
