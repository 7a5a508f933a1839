import { BUSES } from "../transport/open-transport.ts";

export { BUSES };
export type BusKind = (typeof BUSES)[number];

/** How the two halves talk: over a bus to a process of its own, or within the client's. */
export const TRANSPORTS = [...BUSES, "in-process"] as const;
export type TransportKind = (typeof TRANSPORTS)[number];
