import type { RandomSource, RandomStream } from "../../src/random.ts";
import type { Volts } from "../../src/units.ts";
import { adcCode, type AdcLevels } from "../adc-levels.ts";
import { RelaxingChip } from "./relaxing-chip.ts";
import { RestingChip } from "./resting-chip.ts";
import type { Ring, TokenProgram } from "./token-program.ts";

/** The shared ADC. */
export interface NodeAdc {
  readonly levels: AdcLevels;
  /** Standard deviation of what is added to a held sample. Draws normal(n) of ("adc", "noise"), n the number of the conversion. */
  readonly noise: Volts;
}

/** Time constants of a visible node after which any core inside the bound of training/stability.ts rests. */
const LONG = 100;

/**
 * A drawn chip as the readout sees it: codes of all visible nodes, read at rest. Rest is solved for (resting-chip.ts); where an
 * amplifier clips or the search fails the circuit is integrated instead.
 */
export class ChipReader {
  /** How many rests had to be integrated. */
  integrated = 0;
  private readonly resting: RestingChip;
  private readonly noise: RandomStream;
  private relaxing: RelaxingChip | undefined;
  private conversions = 0;

  constructor(
    private readonly program: TokenProgram,
    private readonly adc: NodeAdc,
    private readonly random: RandomSource,
  ) {
    this.resting = new RestingChip(program, random);
    this.noise = random("adc", "noise");
  }

  /** Voltages at rest [V], shape (D,); `near` is where the search begins. */
  voltages(ring: Ring, near: Float64Array): Float64Array {
    const v = Float64Array.from(near);
    const { settled, clipped } = this.resting.rest(ring, v);
    return settled && !clipped ? v : this.integratedRest(ring);
  }

  /** One conversion of each node, in their order. */
  convert(voltages: Float64Array): readonly number[] {
    const { levels, noise } = this.adc;
    return Array.from(voltages, (v) => {
      const added = noise === 0 ? 0 : noise * this.noise.normal(this.conversions);
      this.conversions++;
      return adcCode(levels, v + added);
    });
  }

  private integratedRest(ring: Ring): Float64Array {
    this.relaxing ??= new RelaxingChip(this.program, this.random);
    this.integrated++;
    const { resistance, capacitance } = this.program.core.visibleNode;
    return this.relaxing.relax(ring, [LONG * resistance * capacitance])[0];
  }
}
