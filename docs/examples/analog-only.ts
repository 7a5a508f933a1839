import { CircuitBuilder } from "../../analog-models/circuit.ts";
import { AnalogHalf } from "../../src/lockstep/analog-half.ts";
import { largestRise } from "../../src/observe/operators/largest-rise.ts";
import { signalValue } from "../../src/observe/operators/signal-value.ts";
import { runStreams } from "../../src/observe/streams.ts";
import { formatTime, ps, us } from "../../src/time.ts";

const TAU_PS = 1e6;

/** 100 pF charge through 10 kohm for 2 us, two time constants: no digital half, and rxjs operators that read the run. */
export async function main(): Promise<void> {
  const circuit = new CircuitBuilder()
    .inputs("supply", "single", { unit: "V", low: 0, high: 1, initial: 1 })
    .nodes("cap", "single", { capacitance: 100e-12 })
    .resistor("supply", "cap", 10e3)
    .build();
  const streams = runStreams();
  // Samples lie where the integrator's steps end: the last one lies a little before the end of the run.
  let last = ps(0);
  let rise = Number.NaN;
  streams.samples$.subscribe(({ t }) => {
    last = t;
  });
  streams.samples$.pipe(signalValue(circuit.signalNames, "cap [V]"), largestRise()).subscribe((volts) => {
    rise = volts;
  });

  const analog = new AnalogHalf(circuit, [], { relative: 1e-8, absolute: 1e-11 }, [streams.observer]);
  analog.begin({ read: () => 0 });
  analog.next(us(2));
  analog.finish();
  streams.complete();

  const exact = 1 - Math.exp(-last / TAU_PS);
  console.log(
    `up to ${formatTime(last)} the capacitor rose by ${rise.toFixed(7)} V; 1 - exp(-t / RC) is ${exact.toFixed(7)}`,
  );
  if (!(Math.abs(rise - exact) < 1e-7)) throw new Error(`the capacitor rose by ${rise} V and not by ${exact} V`);
  const end = analog.probe("cap [V]", "the example");
  if (!(Math.abs(end - (1 - Math.exp(-2))) < 1e-7)) throw new Error(`it ended at ${end} V and not at 1 - exp(-2)`);
}
