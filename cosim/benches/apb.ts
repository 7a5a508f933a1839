import { SettleError } from "../../src/errors.ts";
import type { SequenceStep, Test, WaitOptions } from "../bench/test-api.ts";

export interface ApbOptions {
  readonly clock?: string;
  /** Clock cycles that one access may take before it is given up. Default 4096. */
  readonly longestAccess_cycles?: number;
}

/** What a master does one after the other: accesses, and waits for a port to become 1, with no access under way. */
export type ApbItem =
  | { readonly write: number; readonly word: number }
  | { readonly read: number }
  | ({ readonly until: string; readonly what: string } & WaitOptions);

/** pslverr answered an access. */
export class ApbError extends SettleError {
  constructor(access: string) {
    super("PROTOCOL", `${access} was refused by the slave (pslverr)`);
  }
}

const hex = (address: number): string => `0x${address.toString(16).padStart(4, "0")}`;
const IDLE = { psel_i: 0, penable_i: 0 } as const;
/** Steps of one item. */
const ACCESS_STEPS = 2;

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
    await this.play([{ write: address, word }]);
  }

  /** The 32-bit word at `address`, unsigned. Errors as for `write`. */
  async read(address: number): Promise<number> {
    const [word] = await this.play([{ read: address }]);
    return word;
  }

  /** Everything in a row, as one sequence; answers the word of each item, 0 for waits. The first refusal is thrown at the end. */
  async play(items: readonly ApbItem[]): Promise<readonly number[]> {
    const steps = items.flatMap((item) => ("until" in item ? [waiting(item)] : this.access(item)));
    const values = await this.t.sequence([...steps, { set: IDLE, instant: true }], this.clock);
    let end = -1;
    return items.map((item) => {
      end += "until" in item ? 1 : ACCESS_STEPS;
      if ("until" in item) return 0;
      const [word, refused] = values[end];
      if (refused === 1) throw new ApbError(describe(item));
      return Number(word);
    });
  }

  /** pready, prdata and pslverr count as they stand right before the edge that ends the access. */
  private access(item: Exclude<ApbItem, { until: string }>): readonly SequenceStep[] {
    const request =
      "write" in item
        ? { paddr_i: item.write, pwrite_i: 1, pwdata_i: item.word >>> 0 }
        : { paddr_i: item.read, pwrite_i: 0 };
    return [
      { set: { ...request, psel_i: 1, penable_i: 0 } },
      {
        set: { penable_i: 1 },
        until: "pready_o",
        read: ["prdata_o", "pslverr_o"],
        within_cycles: this.longestAccess_cycles,
        what: `pready of the ${describe(item)}`,
      },
    ];
  }
}

const waiting = ({ until, what, within }: Extract<ApbItem, { until: string }>): SequenceStep => ({
  set: IDLE,
  until,
  what,
  ...(within === undefined ? {} : { within }),
});

function describe(item: Exclude<ApbItem, { until: string }>): string {
  if ("read" in item) return `read of ${hex(item.read)}`;
  return `write of 0x${(item.word >>> 0).toString(16)} to ${hex(item.write)}`;
}
