/** What a bench is made of: `import { ... } from "settle"`. Everything named here is meant to stay. */
export { z } from "zod";

export { type Bench, defineBench, type EnergyFunction, type RtlTop, type Setup } from "./cosim/bench/bench.ts";
export type { Claim, ConvergenceFunction, StabilityFunction } from "./cosim/bench/stability.ts";
export type { Bound, SequenceStep, Test, UntilOptions, WaitOptions } from "./cosim/bench/test-api.ts";

export { type ErrorCode, SettleError } from "./src/errors.ts";
export { noRandomness, type RandomSource, randomStream, seededRandom } from "./src/random.ts";
export { formatTime, ms, ns, type Picoseconds, picoseconds, ps, us } from "./src/time.ts";
export type { Bits, Clock } from "./src/lockstep/digital-peer.ts";
export type { DrivenSystem } from "./src/ode/contracts.ts";

export type { Converter, PortBits } from "./src/lockstep/converters/converter.ts";
export { dac, digitalSwitch, level, programmer, selector } from "./src/lockstep/converters/drives.ts";
export { belowComparator, comparator, flashAdc, windowComparator } from "./src/lockstep/converters/level-detector.ts";
export { sampledAdc } from "./src/lockstep/converters/sampled-adc.ts";

export { type AdcLevels, adcCode, adcVoltage } from "./analog-models/adc-levels.ts";
export { drawnCapacitors } from "./analog-models/capacitor-array.ts";
export { CircuitBuilder, GROUND } from "./analog-models/circuit.ts";
export { type Dac, dacVoltage } from "./analog-models/dac.ts";
export { constant } from "./analog-models/sources/constant.ts";
export { piecewiseLinear, ramp } from "./analog-models/sources/piecewise-linear.ts";
export { recorded } from "./analog-models/sources/recorded.ts";
export { sine } from "./analog-models/sources/sine.ts";
