import { openIpc } from "./ipc.ts";
import { openTcp } from "./tcp.ts";
import type { Transport, TransportKind } from "./transport.ts";

export const TRANSPORTS = ["ipc", "tcp"] as const satisfies readonly TransportKind[];

export const openTransport = async (kind: TransportKind): Promise<Transport> =>
  kind === "ipc" ? openIpc() : openTcp();
