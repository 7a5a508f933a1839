import { denseAmDefaults } from "../../analog-models/networks/dense-am-parameters.ts";
import { type Chip, chipSetup, rtlParameters } from "../../cosim/benches/dense-am/chip.ts";
import { ChipDriver } from "../../cosim/benches/dense-am/driver.ts";
import { codeOf } from "../../cosim/benches/dense-am/firmware.ts";
import { CHIP_PARAMETERS, chipAround, FULL_SCALE_V } from "../../cosim/benches/dense-am/parameters.ts";
import { TokenDriver } from "../../cosim/benches/dense-am/token-driver.ts";
import type { DenseAmRegisterName } from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Setup } from "../../cosim/bench/bench.ts";
import { openSetup } from "./chip-stage.ts";

/** Orthogonal rows of levels, one a token. */
export const EMBEDDING = [
  [100, 100, -100, -100],
  [100, -100, 100, -100],
  [100, -100, -100, 100],
] as const;
const VOCABULARY = EMBEDDING.length;
const VISIBLE = 4;
const ROWS = 3;
/** Bias [V] of the newest row over all others: it wins the softmax. */
const NEWEST_V = 0.3;

/** Decoder, shape (V, D): a row speaks for the token after its own. */
export const SUCCESSOR_WEIGHTS: readonly number[] = EMBEDDING.flatMap((_, token) => EMBEDDING.at(token - 1) ?? []);

/** The language of this chip: each token is the successor of the one before it, around the vocabulary. */
export const successorsOf = (token: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, n) => (token + 1 + n) % VOCABULARY);

/** A core of 4 visible nodes, 3 rows and 3 tokens with errors of devices, small enough to speak a token in milliseconds. */
export function smallTokenChip(): Chip {
  const around = chipAround(CHIP_PARAMETERS.parse({ clockPeriod: 20, offset: 0.5 }), denseAmDefaults(VISIBLE, ROWS, 1));
  return {
    ...around,
    core: {
      ...around.core,
      crossbar: { ...around.core.crossbar, levels: "continuous" },
      cellReadFullScale: FULL_SCALE_V * (1 - 2 ** -7),
    },
    levelBits: 8,
    pulse: { reach: 0.9, spread: 0.002 },
    vocabulary: VOCABULARY,
  };
}

const SETTINGS: Partial<Record<DenseAmRegisterName, number>> = {
  PRECHARGE_CYCLES: 20,
  DEBOUNCE_CYCLES: 8,
  TIMEOUT_CYCLES: 200,
  ACQUIRE_CYCLES: 2,
  ADC_TIMEOUT_CYCLES: 10,
  PROG_CYCLES: 2,
  VERIFY_TRIES: 8,
  VERIFY_TOLERANCE: 3,
};

/** A chip on its real host, out of reset and loaded with its language. Close what you open. */
export async function openTokenChip(chip: Chip, rewired: (setup: Setup) => Setup = (setup) => setup) {
  const setup = rewired(chipSetup(chip, 1));
  const stage = await openSetup(setup);
  const registers = new ChipDriver(stage.body, rtlParameters(chip));
  const tokens = new TokenDriver(registers);
  await registers.reset();
  for (const [name, word] of Object.entries(SETTINGS)) await registers.write(name as DenseAmRegisterName, word);
  await tokens.loadEmbedding(EMBEDDING.flat());
  await tokens.loadDecoder({ weights: SUCCESSOR_WEIGHTS, bias: [0, 0, 0] });
  await tokens.loadAgeBias([NEWEST_V, 0, 0].map((volts) => codeOf(chip, volts)));
  await tokens.choose();
  const { inputNames, inputs } = setup.circuit;
  const cells = inputNames.flatMap((name, i) => (name.startsWith("weights[") ? [i] : []));
  return {
    ...stage,
    registers,
    tokens,
    /** What every cell has been programmed to, row-major [full level]. */
    levels: (): readonly number[] => cells.map((i) => inputs[i] ?? 0),
  };
}

export type TokenStage = Awaited<ReturnType<typeof openTokenChip>>;
