import { CircuitBuilder } from "../../analog-models/circuit.ts";
import { AnalogHalf } from "../../src/lockstep/analog-half.ts";
import { largestRise } from "../../src/observe/operators/largest-rise.ts";
import { signalValue } from "../../src/observe/operators/signal-value.ts";
import { runStreams } from "../../src/observe/streams.ts";
import { us } from "../../src/time.ts";

/** 100 pF charge through 10 kohm for 2 time constants: no digital half, and rxjs operators that read the run. */
export async function main(): Promise<void> {
  const circuit = new CircuitBuilder()
    .inputs("supply", "single", { unit: "V", low: 0, high: 1, initial: 1 })
    .nodes("cap", "single", { capacitance: 100e-12 })
    .resistor("supply", "cap", 10e3)
    .build();
  const streams = runStreams();
  let rise = Number.NaN;
  streams.samples$.pipe(signalValue(circuit.signalNames, "cap [V]"), largestRise()).subscribe((volts) => {
    rise = volts;
  });

  const analog = new AnalogHalf(circuit, [], { relative: 1e-8, absolute: 1e-11 }, [streams.observer]);
  analog.begin({ read: () => 0 });
  analog.next(us(2));
  analog.finish();
  streams.complete();

  const exact = 1 - Math.exp(-2);
  console.log(`the capacitor rose by ${rise.toFixed(6)} V; 1 - exp(-2) is ${exact.toFixed(6)}`);
  if (!(Math.abs(rise - exact) < 1e-3)) throw new Error(`the capacitor rose by ${rise} V and not by ${exact} V`);
}
