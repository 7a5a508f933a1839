import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DenseAmPhase } from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Apb } from "./apb.ts";
import { openDenseAm } from "./open-rtl.ts";
import type { ScriptedChip } from "./scripted-chip.ts";
import {
  AGE_BIAS,
  bringUp,
  codesOf,
  COMMAND,
  CONTROL,
  DECODER,
  EMBED,
  generate,
  IRQ,
  MIDDLE,
  popTokens,
  runError,
  TOKEN_CORE as P,
  untilDone,
} from "./token-bench.ts";
import { drawToken, largestToken, lfsrDraw, logitsOf, type Temperature } from "./token-model.ts";

let bus: Apb;
let chip: ScriptedChip;
beforeAll(async () => {
  bus = await openDenseAm(P);
});
beforeEach(async () => {
  chip = await bringUp(bus);
});

const PROMPT = [0, 2, 1];

/** The tokens that follow a context, newest first, and the logits of the last one. */
function expected(prompt: readonly number[], count: number, choose: (logits: readonly number[]) => number) {
  let context = prompt.toReversed();
  let logits: number[] = [];
  const tokens = Array.from({ length: count }, () => {
    logits = logitsOf(DECODER, codesOf(context), MIDDLE);
    const token = choose(logits);
    context = [token, ...context].slice(0, P.RowCount);
    return token;
  });
  return { tokens, logits, context };
}
const signed = (word: number) => word | 0;

describe("a token run", () => {
  it("generates what ring, decoder and arg-max give in exact arithmetic", async () => {
    await generate(bus, PROMPT, 12);
    const wanted = expected(PROMPT, 12, largestToken);
    expect(await runError(bus)).toBe("None");
    expect(await popTokens(bus)).toEqual(wanted.tokens);
    expect(new Set(wanted.tokens).size).toBeGreaterThan(1);
    for (const [k, logit] of wanted.logits.entries()) expect(signed(await bus.read("LOGIT", k))).toBe(logit);
    expect(await bus.read("TOKEN_COUNT")).toBe(12);
  });
  it("leaves the context in the array, the newest row before the head", async () => {
    await generate(bus, PROMPT, 4);
    const { context } = expected(PROMPT, 4, largestToken);
    const head = (PROMPT.length + 4) % P.RowCount;
    expect(await bus.read("RING")).toBe(P.RowCount * 2 ** 16 + head);
    for (const [age, token] of context.entries())
      expect(chip.levels[(head - 1 - age + 2 * P.RowCount) % P.RowCount]).toEqual(EMBED[token]);
    expect(chip.levels[P.RowCount]).toEqual([0, 0, 0, 0]); // the ReLU row never moves
  });
  it("draws what weights, random source and running sums give in exact arithmetic", async () => {
    const temperature: Temperature = { scale: 3, shift: 16 };
    await bus.write("TOKEN_CONTROL", CONTROL.ageBias + CONTROL.temperature);
    await bus.write("SCALE", temperature.scale);
    await bus.write("SCALE_SHIFT", temperature.shift);
    await bus.write("SEED", 0xdeadbeef);
    await generate(bus, PROMPT, 15);
    let random = 0xdeadbeef;
    const wanted = expected(PROMPT, 15, (logits) => {
      random = lfsrDraw(random);
      return drawToken(logits, temperature, random);
    });
    expect(await popTokens(bus)).toEqual(wanted.tokens);
    expect(wanted.tokens).not.toEqual(expected(PROMPT, 15, largestToken).tokens);
    expect(await bus.read("SEED")).toBe(random);
  });
  it("gives the same tokens for the same seed, and 0 acts as seed 1", async () => {
    const runs: number[][] = [];
    for (const seed of [0, 1, 7]) {
      await bringUp(bus);
      await bus.write("TOKEN_CONTROL", CONTROL.ageBias + CONTROL.temperature);
      await bus.write("SEED", seed);
      await generate(bus, PROMPT, 12);
      runs.push(await popTokens(bus));
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
  });
  it("goes on where the last one ended, without a prompt", async () => {
    await generate(bus, PROMPT, 3);
    await generate(bus, [], 4);
    expect(await popTokens(bus)).toEqual(expected(PROMPT, 7, largestToken).tokens);
    expect(await bus.read("TOKEN_COUNT")).toBe(4);
  });
  it("takes the lowest of equally likely tokens", async () => {
    for (let cell = 0; cell < 12; cell++) await bus.write("DECODER", 0, cell);
    for (const [k, bias] of [5, 9, 9].entries()) await bus.write("DECODER_BIAS", bias, k);
    await generate(bus, [0], 3);
    expect(await popTokens(bus)).toEqual([1, 1, 1]);
  });
  it("works with blind pulses, too", async () => {
    await bus.write("VERIFY_TRIES", 0);
    await generate(bus, PROMPT, 5);
    expect(await popTokens(bus)).toEqual(expected(PROMPT, 5, largestToken).tokens);
  });
  it("programs a cell again until it is right", async () => {
    chip.script = { ...chip.script, pulses: (_row, col) => 1 + (col % 3) };
    await generate(bus, PROMPT, 5);
    expect(await popTokens(bus)).toEqual(expected(PROMPT, 5, largestToken).tokens);
    expect(await bus.read("PROG_WORST")).toBe(3);
  });
  it("reads in another order without another result", async () => {
    await bus.write("READ_ORDER", 2 + 256);
    await generate(bus, PROMPT, 5);
    expect(await popTokens(bus)).toEqual(expected(PROMPT, 5, largestToken).tokens);
  });
});

describe("the end of a run", () => {
  const { tokens } = expected(PROMPT, 12, largestToken);
  const [first] = tokens;
  const at = tokens.findIndex((token) => token !== first);

  it("comes with END_TOKEN, which is emitted and appended, even without a limit", async () => {
    await bus.write("TOKEN_CONTROL", CONTROL.ageBias + CONTROL.end);
    await bus.write("END_TOKEN", tokens[at] ?? 0);
    await generate(bus, PROMPT, 0);
    expect(await popTokens(bus)).toEqual(tokens.slice(0, at + 1));
    expect(await bus.field("RING", "HEAD", P)).toBe((PROMPT.length + at + 1) % P.RowCount);
  });
  it("does not come with END_TOKEN unless it is enabled", async () => {
    await bus.write("END_TOKEN", first ?? 0);
    await generate(bus, PROMPT, 6);
    expect(await popTokens(bus)).toEqual(tokens.slice(0, 6));
  });
  it("interrupts, as does every token", async () => {
    await bus.write("TOKEN_LIMIT", 3);
    await bus.write("IRQ_ENABLE", IRQ.token + IRQ.done);
    await bus.write("TOKEN_COMMAND", COMMAND.start);
    const causes: number[] = [];
    for (let i = 0; i < 4_000 && causes.at(-1) !== IRQ.done; i++) {
      await bus.pins.cycle();
      if (bus.pins.get("irq_o") === 0) continue;
      causes.push(await bus.read("IRQ_STATE"));
      await bus.write("IRQ_STATE", causes.at(-1) ?? 0);
    }
    expect(causes).toEqual([IRQ.token, IRQ.token, IRQ.token, IRQ.done]);
    expect(await bus.read("STATUS")).toBe(0b0010 + 16 * 5);
  });
  it("leaves the core free for a single inference, with its own status", async () => {
    await generate(bus, PROMPT, 1);
    await bus.write("TOKEN_CONTROL", 0);
    await bus.write("CTRL", 1);
    expect(await bus.field("STATUS", "DONE", P)).toBe(0);
    await untilDone(bus);
    expect(await bus.read("STATUS")).toBe(0b0010 + 16 * 5);
    expect(await bus.read("PHASE_TOTAL", DenseAmPhase.Decode)).toBeGreaterThan(0); // still the token run's
  });
});

describe("a full token FIFO", () => {
  it("holds the run back until a token is read; none is lost", async () => {
    await bus.write("TOKEN_LIMIT", 20);
    for (const token of PROMPT) await bus.write("PROMPT", token);
    await bus.write("TOKEN_COMMAND", COMMAND.start);
    for (let i = 0; i < 5_000 && (await bus.field("QUEUES", "TOKENS", P)) < 16; i++) await bus.pins.cycle();
    await bus.pins.cycle(2_000);
    expect(await bus.field("STATUS", "TOKEN_STATE", P)).toBe(6);
    expect(await bus.field("QUEUES", "TOKENS", P)).toBe(16);
    expect(await bus.read("PHASE_TOTAL", DenseAmPhase.Wait)).toBeGreaterThan(1_500);
    const tokens = await popTokens(bus);
    await untilDone(bus);
    tokens.push(...(await popTokens(bus)));
    expect(tokens).toEqual(expected(PROMPT, 20, largestToken).tokens);
  });
});

describe("the bias of a softmax row", () => {
  const rowBias = () =>
    [0, 1, 2].map((row) => Number((BigInt(bus.pins.get("bias_o")) >> BigInt(10 * (P.VisibleCount + row))) & 1023n));
  it("follows its age", async () => {
    await generate(bus, [0], 1);
    // Rows 0 and 1 are written: row 1 is the newest, row 2, never written, the oldest.
    expect(rowBias()).toEqual([AGE_BIAS[1], AGE_BIAS[0], AGE_BIAS[2]]);
    await generate(bus, [], 1);
    expect(rowBias()).toEqual([AGE_BIAS[2], AGE_BIAS[1], AGE_BIAS[0]]);
    await bus.write("TOKEN_COMMAND", COMMAND.clearRing);
    expect(rowBias()).toEqual([AGE_BIAS[2], AGE_BIAS[1], AGE_BIAS[0]]);
    expect(await bus.read("RING")).toBe(0);
  });
  it("is its own without AGE_BIAS_EN, and other neurons keep theirs", async () => {
    for (const row of [0, 1, 2]) await bus.write("BIAS", 100 + row, P.VisibleCount + row);
    expect(rowBias()).not.toContain(100);
    await bus.write("TOKEN_CONTROL", 0);
    expect(rowBias()).toEqual([100, 101, 102]);
    await bus.write("TOKEN_CONTROL", CONTROL.ageBias);
    const others = BigInt(bus.pins.get("bias_o"));
    for (const neuron of [0, 1, 2, 3, 7]) expect(Number((others >> BigInt(10 * neuron)) & 1023n)).toBe(512);
  });
});

describe("the phases", () => {
  const phases = async (name: "PHASE_LAST" | "PHASE_TOTAL") => {
    const cycles: number[] = [];
    for (let phase = 0; phase < 6; phase++) cycles.push(await bus.read(name, phase));
    return cycles;
  };
  /** From the settings: a conversion is an idle cycle before the first, acquisition, start, latency and synchroniser. */
  const CONVERT = 2 + 1 + 3 + 2;
  const row = (tries: number) => P.VisibleCount * (1 + tries * (2 + 1 + CONVERT));
  const token = { program: row(1), precharge: 3, relax: 4 + 2 + 2, readout: 1 + P.VisibleCount * CONVERT };

  it("of the last token are each as long as its parts", async () => {
    await generate(bus, PROMPT, 3);
    const decode = P.VocabularyCount * P.VisibleCount + 1 + 1;
    expect(await phases("PHASE_LAST")).toEqual([token.program, token.precharge, token.relax, token.readout, decode, 0]);
  });
  it("of the whole run are those of its tokens and its prompt, and all of its cycles", async () => {
    await generate(bus, PROMPT, 3);
    const total = await phases("PHASE_TOTAL");
    expect(total[DenseAmPhase.Program]).toBe(6 * token.program + PROMPT.length + 1);
    expect(total[DenseAmPhase.Relax]).toBe(3 * token.relax);
    expect(total.reduce((sum, cycles) => sum + cycles, 0)).toBe(await bus.read("RUN_CYCLES"));
  });
  it("of a draw count its random number", async () => {
    await bus.write("TOKEN_CONTROL", CONTROL.ageBias + CONTROL.temperature);
    await bus.write("SCALE_SHIFT", 0);
    await bus.write("SCALE", 0xffffffff); // cold: the largest logit, with certainty
    await generate(bus, PROMPT, 1);
    const [chosen] = await popTokens(bus);
    expect(chosen).toBe(expected(PROMPT, 1, largestToken).tokens[0]);
    const draw = 1 + (P.VocabularyCount + 1) + 32 + 1 + ((chosen ?? 0) + 1);
    expect(await bus.read("PHASE_LAST", DenseAmPhase.Decode)).toBe(P.VocabularyCount * P.VisibleCount + draw + 1);
  });
  it("grow with RELAX_MIN_CYCLES and with pulses that are repeated", async () => {
    await bus.write("RELAX_MIN_CYCLES", 40);
    chip.script = { ...chip.script, pulses: () => 2 };
    await generate(bus, PROMPT, 2);
    expect(await bus.read("PHASE_LAST", DenseAmPhase.Relax)).toBe(40);
    expect(await bus.read("PHASE_LAST", DenseAmPhase.Program)).toBe(row(2));
  });
});
