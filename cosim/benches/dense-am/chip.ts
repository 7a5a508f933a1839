import { adcCode, type AdcLevels } from "../../../analog-models/adc-levels.ts";
import { dacVoltage, type Dac } from "../../../analog-models/dac.ts";
import { denseAm } from "../../../analog-models/networks/dense-am.ts";
import type { DenseAmParameters } from "../../../analog-models/networks/dense-am-parameters.ts";
import { denseAmEnergy } from "../../../analog-models/networks/energy.ts";
import type { Converter } from "../../../src/lockstep/converters/converter.ts";
import { dac, digitalSwitch, selector, programmer } from "../../../src/lockstep/converters/drives.ts";
import { belowComparator } from "../../../src/lockstep/converters/level-detector.ts";
import { sampledAdc } from "../../../src/lockstep/converters/sampled-adc.ts";
import { SettleError } from "../../../src/errors.ts";
import { type RandomSource, seededRandom } from "../../../src/random.ts";
import type { Picoseconds } from "../../../src/time.ts";
import type { Volts } from "../../../src/units.ts";
import type { Setup } from "../../bench/bench.ts";
import type { DenseAmParameters as RtlParameters } from "../generated/dense-am-registers.ts";

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
function levelBits({ crossbar }: DenseAmParameters): number {
  if (crossbar.levels !== "continuous") return crossbar.levels;
  throw new SettleError("BAD_BENCH", "a controller programs whole levels; give crossbar.levels as a number of bits");
}

/** What the RTL is built with. */
export const rtlParameters = ({ core, dac: { bits: dacBits }, adc }: Chip): RtlParameters => ({
  VisibleCount: core.visible,
  RowCount: core.softmaxRows,
  MemoryCount: core.reluRows,
  DacBits: dacBits,
  AdcBits: adc.bits,
  LevelBits: levelBits(core),
});

const bit = (port: string) => ({ port, lsb: 0, width: 1 });
const field = (port: string, index: number, width: number) => ({ port, lsb: index * width, width });
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

function drives({ core, dac: dacOptions }: Chip, neurons: number): readonly Converter[] {
  const levels = symmetricDac(dacOptions);
  const transfer = (code: number) => dacVoltage(levels, code);
  const rows = core.softmaxRows + core.reluRows;
  return [
    ...range(neurons).map((k) => dac({ bits: field("bias_o", k, levels.bits), input: `bias[${k}]`, transfer })),
    ...range(core.visible).map((i) => dac({ bits: field("init_o", i, levels.bits), input: `init[${i}]`, transfer })),
    digitalSwitch({ bits: bit("precharge_o"), input: "precharge" }),
    digitalSwitch({ bits: bit("release_o"), input: "release" }),
    selector({ bits: { port: "mux_sel_o", lsb: 0, width: 8 }, input: "mux" }),
    programmer({
      name: "cell programmer",
      strobe: bit("prog_strobe_o"),
      address: [
        { port: "prog_row_o", lsb: 0, width: 16 },
        { port: "prog_col_o", lsb: 0, width: 16 },
      ],
      level: { port: "prog_level_o", lsb: 0, width: levelBits(core) },
      inputs: range(rows).flatMap((row) => range(core.visible).map((column) => `weights[${row},${column}]`)),
      inputAt: (row, column) => (row < rows && column < core.visible ? `weights[${row},${column}]` : undefined),
    }),
  ];
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

/** RTL, circuit and wiring of the reference chip; `seed` draws its mismatch, programming and bias errors, offsets and ADC noise. */
export function chipSetup(chip: Chip, seed: number): Setup {
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
    wiring: [...drives(chip, neurons), ...listeners(chip, neurons, random)],
    record: ["visible.v", "hidden.v", "adc.v", "precharge", "release"],
    energy: denseAmEnergy(network, chip.energyTolerance_V2),
  };
}
