import nanomsg from "nanomsg";
import { SettleError } from "../../src/errors.ts";
import { MAX_MESSAGE_BYTES } from "../protocol/messages.ts";

/**
 * The only file that touches the nanomsg package. It uses the package's C functions directly, not its event sockets:
 * a round trip then costs 20 us less, sending cannot burst, and no poll handle ties it to the main thread.
 */
interface Bindings {
  readonly AF_SP: number;
  readonly NN_PAIR: number;
  readonly NN_SOL_SOCKET: number;
  readonly NN_TCP: number;
  readonly NN_TCP_NODELAY: number;
  readonly NN_RCVMAXSIZE: number;
  readonly NN_RCVTIMEO: number;
  readonly NN_SNDTIMEO: number;
  readonly EAGAIN: number;
  readonly EINTR: number;
  readonly ETIMEDOUT: number;
  readonly EADDRINUSE: number;
  Socket(domain: number, protocol: number): number;
  Setopt(socket: number, level: number, option: number, value: number): number;
  Bind(socket: number, address: string): number;
  Connect(socket: number, address: string): number;
  Send(socket: number, message: Uint8Array, flags: number): number;
  /** The message, or -1. */
  Recv(socket: number, flags: number): Buffer | number;
  Close(socket: number): number;
  Errno(): number;
  Err(): string;
}

const { _bindings: nn } = nanomsg as { _bindings: Bindings };

/** Long enough that a usual answer comes within one, short enough that nobody notices that we were away. */
const SLICE_MS = 5;
/** libnanomsg ends the whole process on a longer path. */
const MAX_IPC_PATH = 107;

export class AddressInUse extends Error {}

/** A PAIR socket: one peer, whole messages. */
export class PairSocket {
  private readonly socket: number;
  private open = true;

  private constructor() {
    this.socket = nn.Socket(nn.AF_SP, nn.NN_PAIR);
    if (this.socket < 0) throw new SettleError("TOOL_MISSING", `cannot open a nanomsg socket: ${nn.Err()}`);
    this.set(nn.NN_TCP, nn.NN_TCP_NODELAY, 1);
    this.set(nn.NN_SOL_SOCKET, nn.NN_RCVTIMEO, SLICE_MS);
    this.set(nn.NN_SOL_SOCKET, nn.NN_SNDTIMEO, SLICE_MS);
    // The default of 1 MiB drops larger messages without a word. Twice our own limit still arrives, to be refused by name.
    this.set(nn.NN_SOL_SOCKET, nn.NN_RCVMAXSIZE, 2 * MAX_MESSAGE_BYTES);
  }

  private set(level: number, option: number, value: number): void {
    if (nn.Setopt(this.socket, level, option, value) < 0) throw new Error(`nanomsg option ${option}: ${nn.Err()}`);
  }

  static bind(address: string): PairSocket {
    return PairSocket.reach(address, (socket) => nn.Bind(socket, address));
  }

  static connect(address: string): PairSocket {
    return PairSocket.reach(address, (socket) => nn.Connect(socket, address));
  }

  private static reach(address: string, how: (socket: number) => number): PairSocket {
    if (address.startsWith("ipc://") && Buffer.byteLength(address) - 6 > MAX_IPC_PATH)
      throw new SettleError("OUT_OF_RANGE", `socket path ${address} is too long; set TMPDIR to a shorter folder`);
    const pair = new PairSocket();
    if (how(pair.socket) >= 0) return pair;
    const [inUse, why] = [nn.Errno() === nn.EADDRINUSE, nn.Err()];
    pair.close();
    if (inUse) throw new AddressInUse(`${address}: ${why}`);
    throw new SettleError("TOOL_MISSING", `cannot use ${address}: ${why}`);
  }

  /** False when nobody took it within a slice. */
  send(message: Uint8Array): boolean {
    return nn.Send(this.socket, message, 0) >= 0 || this.mayRetry();
  }

  receive(): Uint8Array | undefined {
    const message = nn.Recv(this.socket, 0);
    if (typeof message !== "number") return message;
    this.mayRetry();
    return undefined;
  }

  private mayRetry(): false {
    const error = nn.Errno();
    if (error === nn.EAGAIN || error === nn.ETIMEDOUT || error === nn.EINTR) return false;
    throw new SettleError("HOST_LOST", `the bus broke: ${nn.Err()}`);
  }

  close(): void {
    if (this.open) nn.Close(this.socket);
    this.open = false;
  }
}
