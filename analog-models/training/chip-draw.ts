import type { RandomSource, RandomStream } from "../../src/random.ts";
import type { Core, Shape } from "./model.ts";

/** What a chip does to the weights it is given. */
export interface DeviceNoise {
  /** Bits of a signed conductance level, of which the crosspoints here use the 2^(bits-1) - 1 above zero; 0: continuous. */
  readonly levelBits: number;
  /** Relative standard deviation of each crosspoint. */
  readonly mismatch: number;
  /** Standard deviation of each bias as a fraction of its bank's full scale. */
  readonly biasError: number;
  /** Standard deviation of what an amplifier adds to a node's drive, as a fraction of the full scale of v or h. */
  readonly offset: number;
  /** Bits of the ADC that reads v, over the full scale of v; 0: exact. */
  readonly readoutBits: number;
}

/** Full scales [model units] that relative errors refer to: of the levels, the bias converters and the ADC. */
export interface FullScales {
  readonly embedding: number;
  readonly memory: number;
  readonly positionBias: number;
  readonly memoryBias: number;
  readonly visibleBias: number;
  readonly visible: number;
}

/** Standard normal draws, one for each device of one chip. */
export interface ChipDraw {
  readonly attention: Float64Array;
  readonly memory: Float64Array;
  readonly positionBias: Float64Array;
  readonly memoryBias: Float64Array;
  readonly visibleBias: Float64Array;
  /** Readout noise in units of its standard deviation, for draw k of neuron i at k D + i. */
  readonly readout: RandomStream;
}

/** Chip number `chip` of a purpose: the same names give the same chip. */
export function drawChip(random: RandomSource, purpose: string, chip: number, shape: Shape): ChipDraw {
  const normals = (bank: string, count: number) => {
    const stream = random(`${purpose} chip[${chip}]`, bank);
    return Float64Array.from({ length: count }, (_, i) => stream.normal(i));
  };
  return {
    attention: normals("attention mismatch", shape.context * shape.visible),
    memory: normals("memory mismatch", shape.memory * shape.visible),
    positionBias: normals("position bias", shape.context),
    memoryBias: normals("memory bias", shape.memory),
    visibleBias: normals("visible bias", shape.visible),
    readout: random(`${purpose} chip[${chip}]`, "readout"),
  };
}

/** Standard deviation of an ideal converter's rounding error, LSB / sqrt 12 (Bennett 1948). */
export const readoutNoise = ({ readoutBits }: DeviceNoise, { visible }: FullScales): number =>
  readoutBits === 0 ? 0 : visible / 2 ** readoutBits / Math.sqrt(12);

/** Writes what the chip makes of `core` to `chip`: levels rounded, every device off by its own draw. */
export function applyChip(core: Core, draw: ChipDraw, noise: DeviceNoise, full: FullScales, chip: Core): void {
  applyCrosspoints(core.attention, draw.attention, noise, full.embedding, chip.attention);
  applyCrosspoints(core.memory, draw.memory, noise, full.memory, chip.memory);
  const sigma = (bias: number, node: number) => Math.hypot(noise.biasError * bias, noise.offset * node);
  applyBias(core.positionBias, draw.positionBias, sigma(full.positionBias, full.positionBias), chip.positionBias);
  applyBias(core.memoryBias, draw.memoryBias, sigma(full.memoryBias, full.memoryBias), chip.memoryBias);
  applyBias(core.visibleBias, draw.visibleBias, sigma(full.visibleBias, full.visible), chip.visibleBias);
}

/** Same shapes as `core`, all arrays of its own. */
export function chipLike(core: Core): Core {
  const { attention, positionBias, memory, memoryBias, visibleBias } = core;
  return {
    ...core,
    attention: Float64Array.from(attention),
    positionBias: Float64Array.from(positionBias),
    memory: Float64Array.from(memory),
    memoryBias: Float64Array.from(memoryBias),
    visibleBias: Float64Array.from(visibleBias),
  };
}

export const levelStep = (levelBits: number, fullScale: number): number =>
  levelBits === 0 ? 0 : fullScale / (2 ** (levelBits - 1) - 1);

function applyCrosspoints(
  ideal: Float64Array,
  draw: Float64Array,
  noise: DeviceNoise,
  full: number,
  out: Float64Array,
) {
  const step = levelStep(noise.levelBits, full);
  for (let k = 0; k < ideal.length; k++) {
    const level = step > 0 ? Math.round(ideal[k] / step) * step : ideal[k];
    out[k] = Math.max(0, level * (1 + noise.mismatch * draw[k]));
  }
}

function applyBias(ideal: Float64Array, draw: Float64Array, sigma: number, out: Float64Array): void {
  for (let k = 0; k < ideal.length; k++) out[k] = ideal[k] + sigma * draw[k];
}
