import { rmSync } from "node:fs";
import { join } from "node:path";
import { PairSocket } from "./nanomsg-socket.ts";
import { privateFolder } from "./private-folder.ts";
import type { Transport } from "./transport.ts";

/** A socket file in a folder that only this user can enter. */
export function openIpc(): Transport {
  const folder = privateFolder();
  const address = `ipc://${join(folder, "bus")}`;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const socket = PairSocket.bind(address);
    const close = () => {
      socket.close();
      remove();
    };
    return { kind: "ipc", address, send: (m) => socket.send(m), receive: () => socket.receive(), close };
  } catch (error) {
    remove();
    throw error;
  }
}
