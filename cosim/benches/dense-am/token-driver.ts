import type { FixedPointDecoder, TemperatureScale } from "../../../analog-models/networks/fixed-point-decoder.ts";
import type { Picoseconds } from "../../../src/time.ts";
import { DenseAmPhase } from "../generated/dense-am-registers.ts";
import type { ApbItem } from "../apb.ts";
import type { ChipDriver } from "./driver.ts";

/** Bits of the registers of the token loop. */
const COMMAND = { start: 1, clearRing: 2, clearPrompt: 4, clearTokens: 8 } as const;
const CONTROL = { ageBias: 1, temperature: 2, end: 4 } as const;
const IRQ = { done: 1, error: 2, token: 4, progFailed: 8 } as const;
const TOKEN_VALID = 2 ** 31;

/** Clock cycles by phase: "Program", "Precharge", ... */
export type Phases = Readonly<Record<keyof typeof DenseAmPhase, number>>;

/** What one token run left. */
export interface TokenRun {
  readonly tokens: readonly number[];
  /** One of DenseAmError. */
  readonly error: number;
  /** Of the whole run, its prompt included. */
  readonly phases: Phases;
}

/** What firmware does with the token loop, through the same registers as the rest. */
export class TokenDriver {
  constructor(private readonly chip: ChipDriver) {}

  /** Signed levels, shape (V, D). */
  loadEmbedding(levels: readonly number[]): Promise<void> {
    return this.chip.writeAll("EMBED", levels);
  }

  async loadDecoder({ weights, bias }: Pick<FixedPointDecoder, "weights" | "bias">): Promise<void> {
    await this.chip.writeAll("DECODER", weights);
    await this.chip.writeAll("DECODER_BIAS", bias);
  }

  /** DAC codes from the newest row on, shape (L,). */
  loadAgeBias(codes: readonly number[]): Promise<void> {
    return this.chip.writeAll("AGE_BIAS", codes);
  }

  /** Arg-max, or drawn tokens from the state `seed` of the controller's random source on. Biases follow the age of a row. */
  async choose(drawn?: { readonly scale: TemperatureScale; readonly seed: number }): Promise<void> {
    if (drawn !== undefined) {
      await this.chip.write("SCALE", drawn.scale.scale);
      await this.chip.write("SCALE_SHIFT", drawn.scale.shift);
      await this.chip.write("SEED", drawn.seed);
    }
    await this.chip.write("TOKEN_CONTROL", CONTROL.ageBias + (drawn === undefined ? 0 : CONTROL.temperature));
  }

  /**
   * Queues a prompt and lets the chip generate `count` tokens; `heard` gets each as it comes. Takes no part beyond emptying the
   * token FIFO. `within` bounds the simulated time from one token to the next.
   */
  async generate(
    prompt: readonly number[],
    count: number,
    within: Picoseconds,
    heard: (tokens: readonly number[]) => void = () => {},
  ): Promise<TokenRun> {
    const { chip } = this;
    await chip.play([
      chip.writing("TOKEN_COMMAND", COMMAND.clearPrompt + COMMAND.clearTokens),
      ...prompt.map((token) => chip.writing("PROMPT", token)),
      chip.writing("TOKEN_LIMIT", count),
      chip.writing("IRQ_ENABLE", IRQ.done + IRQ.token),
      chip.writing("TOKEN_COMMAND", COMMAND.start),
    ]);
    const tokens = await this.listen(within, heard);
    return { tokens, error: (await chip.read("ERROR")) & 0xff, phases: await this.phases() };
  }

  /** Tokens until the run is done. */
  private async listen(within: Picoseconds, heard: (tokens: readonly number[]) => void): Promise<readonly number[]> {
    const { chip } = this;
    const tokens: number[] = [];
    const next = { until: "irq_o", within, what: "the next token, or the end of the token run" };
    for (let done = false; !done; ) {
      const [, causes] = await chip.play([next, chip.reading("IRQ_STATE")]);
      done = (causes & IRQ.done) !== 0;
      for (const token of await this.popTokens([chip.writing("IRQ_STATE", causes)])) {
        tokens.push(token);
        heard(tokens);
      }
    }
    return tokens;
  }

  /**
   * Everything in the token FIFO, after `first` is done. Reads until one read finds nothing, two at a time because one token is
   * the rule.
   */
  async popTokens(first: readonly ApbItem[] = []): Promise<readonly number[]> {
    const reads = [this.chip.reading("TOKEN"), this.chip.reading("TOKEN")];
    const words = (await this.chip.play([...first, ...reads])).slice(-2);
    while (words[words.length - 1] >= TOKEN_VALID) words.push(...(await this.chip.play(reads)));
    return words.filter((word) => word >= TOKEN_VALID).map((word) => word % 256);
  }

  private async phases(): Promise<Phases> {
    const rows = Object.entries(DenseAmPhase);
    const totals = await this.chip.play(rows.map(([, index]) => this.chip.reading("PHASE_TOTAL", index)));
    return Object.fromEntries(rows.map(([name], n) => [name, totals[n]])) as unknown as Phases;
  }
}
