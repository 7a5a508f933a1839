import { resolve } from "node:path";

/** The folder of Settle itself: RTL of the shipped benches and the cache of compiled hosts are found from here. */
export const projectRoot = resolve(import.meta.dirname, "../..");
