import { loadAddon, type AddonHalf } from "../../cosim/host/addon.ts";
import { buildAddon, type BuiltHost } from "../../cosim/host/build.ts";
import { FlatBlock } from "../../cosim/protocol/flat-block.ts";
import { readFlat, writeFlat } from "../../cosim/protocol/flat.ts";
import {
  LOCAL_KINDS,
  MESSAGES,
  PROTOCOL_VERSION,
  TIME_PRECISION_EXPONENT,
  type BodyOf,
  type MessageName,
} from "../../cosim/protocol/messages.ts";

/** What an honest client says first to a half in its own process. */
export const helloFor = ({ rtlHash, ports }: BuiltHost): BodyOf<"Hello"> => ({
  version: PROTOCOL_VERSION,
  proof: new Uint8Array(0),
  rtlHash,
  timePrecision: TIME_PRECISION_EXPONENT,
  ports,
});

/** A half without the peer around it, so that a test may say what the peer never would. */
export class RawHalf {
  private block = new FlatBlock(8192);
  constructor(readonly half: AddonHalf) {
    half.attach(this.block.doubles);
  }

  static async open(host: BuiltHost): Promise<RawHalf> {
    return new RawHalf(loadAddon(await buildAddon(host)).open());
  }

  /** The block as it is afterwards. */
  exchange(words: ArrayLike<number>): Float64Array {
    this.block.doubles.set(words);
    this.half.exchange();
    return this.block.doubles;
  }

  ask<N extends MessageName>(name: N, request: BodyOf<N>): unknown {
    writeFlat(this.block, name, request);
    do this.half.exchange();
    while (this.block.doubles[0] === LOCAL_KINDS.underWay);
    const kind = this.block.doubles[0];
    const answer = (Object.keys(MESSAGES) as MessageName[]).find((one) => MESSAGES[one].kind === kind) as MessageName;
    return readFlat(this.block, answer);
  }
}
