import { SettleError } from "../../src/errors.ts";
import type { Test } from "../bench/test-api.ts";

export interface ApbOptions {
  readonly clock?: string;
  /** Clock cycles that one access may take before it is given up. Default 4096. */
  readonly longestAccess_cycles?: number;
}

/** pslverr answered an access. */
export class ApbError extends SettleError {
  constructor(access: string) {
    super("PROTOCOL", `${access} was refused by the slave (pslverr)`);
  }
}

const hex = (address: number): string => `0x${address.toString(16).padStart(4, "0")}`;

/**
 * Master of an APB port with the usual signal names (psel_i, penable_i, pwrite_i, paddr_i, pwdata_i; prdata_o, pready_o,
 * pslverr_o). AMBA APB Protocol Specification, ARM IHI 0024C, chapter 3: a set-up cycle, then access cycles until pready.
 */
export class ApbMaster {
  private readonly clock: string;
  private readonly longestAccess_cycles: number;

  constructor(
    private readonly t: Test,
    { clock = "clk_i", longestAccess_cycles = 4096 }: ApbOptions = {},
  ) {
    this.clock = clock;
    this.longestAccess_cycles = longestAccess_cycles;
  }

  /** Errors: ApbError when the slave refuses, TIME_LIMIT when it never gets ready. */
  async write(address: number, word: number): Promise<void> {
    const pwdata_i = word >>> 0;
    await this.access(`write of 0x${pwdata_i.toString(16)} to ${hex(address)}`, {
      paddr_i: address,
      pwrite_i: 1,
      pwdata_i,
    });
  }

  /** The 32-bit word at `address`, unsigned. Errors as for `write`. */
  async read(address: number): Promise<number> {
    return this.access(`read of ${hex(address)}`, { paddr_i: address, pwrite_i: 0 });
  }

  private async access(what: string, request: Readonly<Record<string, number>>): Promise<number> {
    const { t } = this;
    await t.setAll({ ...request, psel_i: 1 });
    await t.cycles(1, this.clock);
    await t.set("penable_i", 1);
    const { word, refused } = await this.completed(what);
    await t.setAll({ psel_i: 0, penable_i: 0 });
    if (refused) throw new ApbError(what);
    return word;
  }

  /** pready, prdata and pslverr count as they stand right before the edge that ends the access. */
  private async completed(what: string): Promise<{ readonly word: number; readonly refused: boolean }> {
    const { t } = this;
    for (let cycle = 0; cycle < this.longestAccess_cycles; cycle++) {
      const ready = t.get("pready_o") === 1;
      const answer = { word: Number(t.get("prdata_o")), refused: t.get("pslverr_o") === 1 };
      await t.cycles(1, this.clock);
      if (ready) return answer;
    }
    throw new SettleError("TIME_LIMIT", `${what}: pready stayed low for ${this.longestAccess_cycles} cycles`);
  }
}
