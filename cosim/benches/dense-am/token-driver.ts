import type { FixedPointDecoder, TemperatureScale } from "../../../analog-models/networks/fixed-point-decoder.ts";
import type { Picoseconds } from "../../../src/time.ts";
import type { Test } from "../../bench/test-api.ts";
import { DenseAmPhase } from "../generated/dense-am-registers.ts";
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
  constructor(
    private readonly t: Test,
    private readonly chip: ChipDriver,
  ) {}

  /** Signed levels, shape (V, D). */
  async loadEmbedding(levels: readonly number[]): Promise<void> {
    for (const [cell, level] of levels.entries()) await this.chip.write("EMBED", level, cell);
  }

  async loadDecoder({ weights, bias }: Pick<FixedPointDecoder, "weights" | "bias">): Promise<void> {
    for (const [cell, weight] of weights.entries()) await this.chip.write("DECODER", weight, cell);
    for (const [token, offset] of bias.entries()) await this.chip.write("DECODER_BIAS", offset, token);
  }

  /** DAC codes from the newest row on, shape (L,). */
  async loadAgeBias(codes: readonly number[]): Promise<void> {
    for (const [age, code] of codes.entries()) await this.chip.write("AGE_BIAS", code, age);
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
    await chip.write("TOKEN_COMMAND", COMMAND.clearPrompt + COMMAND.clearTokens);
    for (const token of prompt) await chip.write("PROMPT", token);
    await chip.write("TOKEN_LIMIT", count);
    await chip.write("IRQ_ENABLE", IRQ.done + IRQ.token);
    await chip.write("TOKEN_COMMAND", COMMAND.start);
    const tokens = await this.listen(within, heard);
    return { tokens, error: (await chip.read("ERROR")) & 0xff, phases: await this.phases() };
  }

  /** Tokens until the run is done. */
  private async listen(within: Picoseconds, heard: (tokens: readonly number[]) => void): Promise<readonly number[]> {
    const { t, chip } = this;
    const tokens: number[] = [];
    for (let done = false; !done; ) {
      await t.until(() => t.get("irq_o") === 1, { within, what: "the next token, or the end of the token run" });
      const causes = await chip.read("IRQ_STATE");
      await chip.write("IRQ_STATE", causes);
      done = (causes & IRQ.done) !== 0;
      for (const token of await this.popTokens()) {
        tokens.push(token);
        heard(tokens);
      }
    }
    return tokens;
  }

  /** Everything in the token FIFO. */
  async popTokens(): Promise<readonly number[]> {
    const tokens: number[] = [];
    for (;;) {
      const word = await this.chip.read("TOKEN");
      if (word < TOKEN_VALID) return tokens;
      tokens.push(word % 256);
    }
  }

  private async phases(): Promise<Phases> {
    const cycles: [string, number][] = [];
    for (const [name, index] of Object.entries(DenseAmPhase)) {
      cycles.push([name, await this.chip.read("PHASE_TOTAL", index)]);
    }
    return Object.fromEntries(cycles) as unknown as Phases;
  }
}
