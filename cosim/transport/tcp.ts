import { createServer, type AddressInfo } from "node:net";
import { SettleError } from "../../src/errors.ts";
import { AddressInUse, PairSocket } from "./nanomsg-socket.ts";
import type { Transport } from "./transport.ts";

const ATTEMPTS = 20;

const isLoopback = (host: string): boolean => /^127(\.\d{1,3}){3}$/.test(host);

/** A port of the loopback interface. Anything else would let strangers in, and is refused. */
export async function openTcp(host = "127.0.0.1"): Promise<Transport> {
  if (!isLoopback(host))
    throw new SettleError("OUT_OF_RANGE", `tcp address ${host} is not on the loopback interface; use 127.0.0.1`);
  for (let attempt = 1; ; attempt++) {
    const address = `tcp://${host}:${await freePort(host)}`;
    try {
      return over(PairSocket.bind(address), address);
    } catch (error) {
      // Someone else took the port between our looking and our binding.
      if (!(error instanceof AddressInUse) || attempt === ATTEMPTS) throw error;
    }
  }
}

function over(socket: PairSocket, address: string): Transport {
  return {
    kind: "tcp",
    address,
    send: (message) => socket.send(message),
    receive: () => socket.receive(),
    close: () => socket.close(),
  };
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
