import { adcCode, type AdcLevels } from "../../../analog-models/adc-levels.ts";
import { dacVoltage, type Dac } from "../../../analog-models/dac.ts";
import { type CrossbarDevices, fullLevel } from "../../../analog-models/crossbar.ts";
import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import type { DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import { denseAmEnergy } from "../../../analog-models/networks/energy.ts";
import type { Converter } from "../../../src/lockstep/converters/converter.ts";
import { dac, digitalSwitch, level, programmer, pulse } from "../../../src/lockstep/converters/drives.ts";
import { belowComparator } from "../../../src/lockstep/converters/level-detector.ts";
import { sampledAdc } from "../../../src/lockstep/converters/sampled-adc.ts";
import { SettleError } from "../../../src/errors.ts";
import { type RandomSource, seededRandom } from "../../../src/random.ts";
import type { Picoseconds } from "../../../src/time.ts";
import type { Volts } from "../../../src/units.ts";
import type { Setup } from "../../bench/bench.ts";
import type { DenseAmParameters as RtlParameters } from "../generated/dense-am-registers.ts";
import { chipStability, type Knowledge } from "./stability.ts";

/** The reference chip around a Dense Associative Memory core: its converters and its clock. */
export interface Chip {
  readonly core: DenseAmParameters;
  /** of clk_i */
  readonly period: Picoseconds;
  /** Of the bias and initial-state DACs. Range symmetric about 0 V with code 2^(bits-1) at 0 V. */
  readonly dac: { readonly bits: number; readonly fullScale: Volts };
  /** Range +- fullScale. */
  readonly adc: {
    readonly bits: number;
    readonly fullScale: Volts;
    readonly aperture: Picoseconds;
    readonly latency: Picoseconds;
    /** Standard deviation of what is added to a held sample: kT/C, amplifiers, the comparator's own. */
    readonly noise: Volts;
  };
  /** Bits of a level on the programming bus; those of the crossbar's own levels when absent. */
  readonly levelBits?: number;
  /** What one programming pulse does to a cell; it sets the level exactly when absent. Needs continuous crossbar levels. */
  readonly pulse?: {
    /** part of the distance to the wanted level that a pulse covers, 0..1 */
    readonly reach: number;
    /** standard deviation of where it ends, relative to the wanted level */
    readonly spread: number;
  };
  /** V of the token loop; 0, or absent: a controller without it. */
  readonly vocabulary?: number;
  /** A neuron counts as quiet while its unrest lies below this. */
  readonly quietBelow: Volts;
  readonly quietHysteresis: Volts;
  /** How much the solver's own error may raise the energy. */
  readonly energyTolerance_V2: number;
}

/** LSB = fullScale / 2^(bits-1), and the middle code is 0 V exactly. */
export function symmetricDac({ bits, fullScale }: Chip["dac"]): Dac {
  return { bits, low: -fullScale, high: fullScale * (1 - 2 ** (1 - bits)) };
}

export function symmetricAdc({ bits, fullScale }: Pick<Chip["adc"], "bits" | "fullScale">): AdcLevels {
  return { bits, low: -fullScale, high: fullScale };
}

/** Bits of a level on the programming bus. */
export function levelBitsOf({ core: { crossbar }, levelBits }: Chip): number {
  if (levelBits !== undefined) return levelBits;
  if (crossbar.levels !== "continuous") return crossbar.levels;
  throw new SettleError("BAD_BENCH", "a controller programs whole levels; give the chip's levelBits");
}

/** What the RTL is built with. */
export const rtlParameters = (chip: Chip): RtlParameters => ({
  VisibleCount: chip.core.visible,
  RowCount: chip.core.softmaxRows,
  MemoryCount: chip.core.reluRows,
  DacBits: chip.dac.bits,
  AdcBits: chip.adc.bits,
  LevelBits: levelBitsOf(chip),
  ...(chip.vocabulary ? { VocabularyCount: chip.vocabulary } : {}),
});

const bit = (port: string) => ({ port, lsb: 0, width: 1 });
const field = (port: string, index: number, width: number) => ({ port, lsb: index * width, width });
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

function drives(chip: Chip, neurons: number, crossbar: CrossbarDevices, random: RandomSource): readonly Converter[] {
  const { core } = chip;
  const levels = symmetricDac(chip.dac);
  const transfer = (code: number) => dacVoltage(levels, code);
  return [
    ...range(neurons).map((k) => dac({ bits: field("bias_o", k, levels.bits), input: `bias[${k}]`, transfer })),
    ...range(core.visible).map((i) => dac({ bits: field("init_o", i, levels.bits), input: `init[${i}]`, transfer })),
    digitalSwitch({ bits: bit("precharge_o"), input: "precharge" }),
    digitalSwitch({ bits: bit("release_o"), input: "release" }),
    ...readSelection(core, neurons),
    cellProgrammer(chip, crossbar, random),
  ];
}

/** The multiplexer's all ones: no node. */
const NO_NODE = 255;

const nodeOf = (select: number): number => (select === NO_NODE ? -1 : select);

/**
 * What is at the shared ADC: the selected node, or with cell_read_o the addressed cell, which is the channel after the nodes. The
 * nodes' side is open unless they are released: nothing is read of them then, and the ADC's input need not swing back in between.
 */
function readSelection({ visible }: DenseAmParameters, neurons: number): readonly Converter[] {
  const [row, column] = ADDRESS;
  const read = bit("cell_read_o");
  return [
    level({
      kind: "select",
      bits: [{ port: "mux_sel_o", lsb: 0, width: 8 }, read, bit("release_o")],
      input: "mux",
      transfer: (select, cell, released) => (cell === 1 ? neurons : released === 1 ? nodeOf(select) : -1),
    }),
    level({
      kind: "select",
      bits: [row, column, read],
      input: "cell",
      transfer: (r, c, reading) => (reading === 1 ? r * visible + c : -1),
    }),
  ];
}

const ADDRESS = [
  { port: "prog_row_o", lsb: 0, width: 16 },
  { port: "prog_col_o", lsb: 0, width: 16 },
] as const;

function cellProgrammer(chip: Chip, crossbar: CrossbarDevices, random: RandomSource): Converter {
  const { visible, softmaxRows, reluRows } = chip.core;
  const rows = softmaxRows + reluRows;
  const cellOf = new Map(
    range(rows * visible).map((cell) => [`weights[${Math.floor(cell / visible)},${cell % visible}]`, cell]),
  );
  return programmer({
    name: "cell programmer",
    strobe: bit("prog_strobe_o"),
    address: ADDRESS,
    level: { port: "prog_level_o", lsb: 0, width: levelBitsOf(chip) },
    inputs: [...cellOf.keys()],
    inputAt: (row, column) => (row < rows && column < visible ? `weights[${row},${column}]` : undefined),
    ...(chip.pulse === undefined ? {} : { effect: cellPulse(chip, chip.pulse, cellOf, crossbar, random) }),
  });
}

/** Part of full scale below which cells spread no less: an open cell still has the spread of a few levels. */
const LEAST_SPREAD = 0.05;

/**
 * A pulse goes by the conductance that the cell has, not by the state it was told to take: the driver limits its current. So
 * repeated pulses make up for mismatch as far as the device range goes.
 */
function cellPulse(
  chip: Chip,
  { reach, spread }: NonNullable<Chip["pulse"]>,
  cellOf: ReadonlyMap<string, number>,
  crossbar: CrossbarDevices,
  random: RandomSource,
): ReturnType<typeof pulse> {
  const { conductanceMin, conductanceMax } = chip.core.crossbar;
  const full = conductanceMax - conductanceMin;
  const effect = pulse({ fullLevel: fullLevel(levelBitsOf(chip)), reach, spread, least: LEAST_SPREAD, random });
  return (wanted, input, { t, present }) => {
    const held = crossbar.difference[cellOf.get(input) ?? 0] / full;
    const moved = present(input) + effect(wanted, input, { t, present: () => held }) - held;
    return Math.max(-1, Math.min(1, moved));
  };
}

function listeners(
  { adc, quietBelow, quietHysteresis }: Chip,
  neurons: number,
  random: RandomSource,
): readonly Converter[] {
  const draws = random("adc", "noise");
  const levels = symmetricAdc(adc);
  const quiet = range(neurons).map((k) =>
    belowComparator({
      signal: `unrest[${k}]`,
      bits: field("quiet_i", k, 1),
      threshold: quietBelow,
      hysteresis: quietHysteresis,
      enable: bit("sense_en_o"),
    }),
  );
  return [
    ...quiet,
    sampledAdc({
      signal: "adc.v",
      start: bit("adc_start_o"),
      code: { port: "adc_code_i", lsb: 0, width: adc.bits },
      valid: bit("adc_valid_i"),
      quantise: (v) => adcCode(levels, v),
      ...(adc.noise > 0 ? { noise: (conversion: number) => adc.noise * draws.normal(conversion) } : {}),
      aperture: adc.aperture,
      latency: adc.latency,
    }),
  ];
}

/**
 * RTL, circuit and wiring of the reference chip; `seed` draws its mismatch, programming and bias errors, offsets and ADC noise.
 * `knowledge` of the weights goes into what is watched.
 */
export function chipSetup(chip: Chip, seed: number, knowledge: Knowledge = {}): Setup {
  const { core, period } = chip;
  const random = seededRandom(seed);
  const network = denseAm(core, random);
  const neurons = core.visible + core.softmaxRows + core.reluRows;
  const high = Math.floor(period / 2) as Picoseconds;
  return {
    rtl: {
      top: "dense_am",
      files: ["hdl/dense_am.f"],
      parameters: { ...rtlParameters(chip) },
    },
    clocks: [{ port: "clk_i", period, firstRise: high, high }],
    circuit: network.circuit,
    wiring: [...drives(chip, neurons, network.crossbar, random), ...listeners(chip, neurons, random)],
    record: ["visible.v", "hidden.v", "adc.v", "precharge", "release"],
    energy: denseAmEnergy(network, chip.energyTolerance_V2),
    ...chipStability(network, chip, knowledge),
  };
}
