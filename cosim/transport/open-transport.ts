import type { BusKind, Transport } from "./transport.ts";

export const BUSES = ["ipc", "tcp"] as const satisfies readonly BusKind[];

/** Loads the bus only where one is wanted: its binding cannot be used in worker threads. */
export async function openTransport(kind: BusKind): Promise<Transport> {
  if (kind === "ipc") return (await import("./ipc.ts")).openIpc();
  return (await import("./tcp.ts")).openTcp();
}
