import { temperatureScale } from "../../../analog-models/networks/fixed-point-decoder.ts";
import { seededRandom } from "../../../src/random.ts";
import type { Test } from "../../bench/test-api.ts";
import { rtlParameters } from "../dense-am/chip.ts";
import { ChipDriver } from "../dense-am/driver.ts";
import { codeOf } from "../dense-am/firmware.ts";
import { prechargeCyclesOf } from "../dense-am/parameters.ts";
import { TokenDriver } from "../dense-am/token-driver.ts";
import { type LanguageChip, timingOf } from "./chip.ts";
import type { LanguageParameters } from "./parameters.ts";

/** Out of reset, configured and loaded: memory rows programmed, embedding, decoder and biases in place. */
export async function loadLanguage(
  t: Test,
  language: LanguageChip,
  p: LanguageParameters,
  seed: number,
): Promise<{ readonly registers: ChipDriver; readonly tokens: TokenDriver }> {
  const { chip, mapping, decoder } = language;
  const registers = new ChipDriver(t, rtlParameters(chip));
  await registers.reset();
  await configure(registers, language, p);
  const codes = (volts: readonly number[]) => volts.map((v) => codeOf(chip, v));
  const { visible, softmaxRows } = chip.core;
  await registers.setBias(codes(mapping.visibleBias));
  await registers.setBias(codes(mapping.memoryBias), visible + softmaxRows);
  const tokens = new TokenDriver(registers);
  await tokens.loadAgeBias(codes(mapping.positionBias));
  await tokens.loadEmbedding(mapping.embedding);
  await tokens.loadDecoder(decoder);
  await tokens.choose(
    p.temperature > 0 ? { scale: temperatureScale(decoder, p.temperature), seed: seedWord(seed) } : undefined,
  );
  await registers.program(
    mapping.memory,
    (cells) => t.progress(cells, mapping.memory.length, "memory cells programmed"),
    softmaxRows,
  );
  return { registers, tokens };
}

async function configure(registers: ChipDriver, { chip }: LanguageChip, p: LanguageParameters): Promise<void> {
  const { relaxMin, acquire, pulse, adcTimeout } = timingOf(chip, p);
  await registers.write("PRECHARGE_CYCLES", prechargeCyclesOf(p, chip));
  await registers.write("DEBOUNCE_CYCLES", p.debounceCycles);
  await registers.write("TIMEOUT_CYCLES", p.timeoutCycles);
  await registers.write("RELAX_MIN_CYCLES", relaxMin);
  await registers.write("ACQUIRE_CYCLES", acquire);
  await registers.write("ADC_TIMEOUT_CYCLES", adcTimeout);
  await registers.write("PROG_CYCLES", pulse);
  await registers.write("VERIFY_TRIES", p.verifyTries);
  await registers.write("VERIFY_TOLERANCE", Math.round((p.verifyTolerance / 100) * (2 ** (p.adcBits - 1) - 1)));
}

/** 32 bits of the run's seed for the controller's random source, whose state is never 0. */
const seedWord = (seed: number): number =>
  1 + Math.floor(seededRandom(seed)("controller", "seed").uniform(0) * (2 ** 32 - 1));
