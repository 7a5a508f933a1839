import { randomBytes } from "node:crypto";
import { buildHost, type BuiltHost } from "../../cosim/host/build.ts";
import { HostChild } from "../../cosim/host/host-child.ts";
import { decode, encode } from "../../cosim/protocol/codec.ts";
import {
  PROTOCOL_VERSION,
  TIME_PRECISION_EXPONENT,
  type BodyOf,
  type Envelope,
  type MessageName,
} from "../../cosim/protocol/messages.ts";
import { openIpc } from "../../cosim/transport/ipc.ts";
import { projectRoot } from "./project-root.ts";

const SLICES = 2000;

/** A real host spoken to message by message, so that a test may say what the peer never would. */
export class RawClient {
  readonly session = randomBytes(4).readUInt32LE();
  private readonly secret = randomBytes(32);
  private readonly transport = openIpc();
  private readonly child: HostChild;

  constructor(readonly host: BuiltHost) {
    this.child = new HostChild({
      command: host.executable,
      args: [this.transport.address, String(this.session), String(process.pid)],
      cwd: projectRoot,
      secret: this.secret.toString("hex"),
    });
  }

  static async open(): Promise<RawClient> {
    const rtl = { top: "two_clocks", files: ["test/fixtures/rtl/two_clocks.sv"], root: projectRoot };
    return new RawClient(await buildHost(rtl));
  }

  /** What an honest client says first. */
  hello(): BodyOf<"Hello"> {
    const proof = this.secret.subarray(0, 16);
    const { rtlHash, ports } = this.host;
    return { version: PROTOCOL_VERSION, proof, rtlHash, timePrecision: TIME_PRECISION_EXPONENT, ports };
  }

  greet(): Envelope {
    return this.ask("Hello", 1, this.hello());
  }

  configure(sequence: number): Envelope {
    const port = this.host.ports.findIndex(({ name }) => name === "fast_clk_i");
    const inputs = ["rst_ni", "enable_i"].map((name) => ({
      index: this.host.ports.findIndex((p) => p.name === name),
      value: 1,
    }));
    const clocks = [{ port, period: 1000, firstRise: 500, high: 500 }];
    return this.ask("Configure", sequence, { clocks, inputs, probes: [] });
  }

  ask<N extends MessageName>(name: N, sequence: number, body: BodyOf<N>, session = this.session): Envelope {
    return decode(this.bytesFor(encode(name, session, sequence, body)));
  }

  /** The answer as it came, byte for byte. */
  bytesFor(message: Uint8Array): Uint8Array {
    for (let i = 0; !this.transport.send(message); i++) if (i > SLICES) throw new Error("the host takes no message");
    for (let i = 0; i < SLICES; i++) {
      const answer = this.transport.receive();
      if (answer !== undefined) return Uint8Array.from(answer);
    }
    throw new Error("the host does not answer");
  }

  async close(): Promise<void> {
    this.child.kill();
    await this.child.stop(1000);
    this.transport.close();
  }
}
