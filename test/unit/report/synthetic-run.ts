import type { ReportInput } from "../../../cosim/report/render-report.ts";
import { TraceRecorder } from "../../../cosim/report/trace-recorder.ts";
import { ns, ps } from "../../../src/time.ts";

const NODES = 7;
const names = Array.from({ length: NODES }, (_, i) => `x.v[${i}] [V]`);

const target = (node: number, k: number) => ((node * 5 + k * 3) % 7 < 3 ? -1 : 1);

/** Relaxations of seven nodes towards +-1 V, one every 2 us, with the sum of their squared distances as energy. */
export function syntheticTraces(relaxations = 6) {
  let k = 0;
  const recorder = new TraceRecorder({
    signalNames: [...names, "released [1]"],
    keep: names,
    law: {
      name: "energy E",
      unit: "V^2",
      relaxing: (values) => values[NODES] === 1,
      energy: (values) => names.reduce((sum, _, i) => sum + 0.5 * ((values[i] ?? 0) - target(i, k)) ** 2, 0),
      supply: () => 0,
    },
  });
  for (k = 0; k < relaxations; k++) {
    for (let n = 0; n <= 3000; n++) {
      const released = n > 0 && n < 3000 ? 1 : 0;
      const v = names.map(
        (_, i) => target(i, k) * (1 - Math.exp(-n / (80 + 25 * i))) + 0.2 * Math.sin(i) * Math.exp(-n / 40),
      );
      recorder.sample({ t: ps(ns(2000 * k) + 500 * n), values: Float64Array.of(...v, released) });
    }
  }
  return recorder;
}

export function syntheticReport(failing = 0): ReportInput {
  const recorder = syntheticTraces();
  const checks = Array.from({ length: 128 }, (_, n) => ({
    name: `word ${(n & 127).toString(2).padStart(7, "0")} decodes to ${((n * 37) & 15).toString(2).padStart(4, "0")}`,
    passed: n >= failing,
    measured: n >= failing ? (n * 37) & 15 : 3,
    bound: `= ${(n * 37) & 15}`,
    unit: "",
  }));
  const energyCheck = { name: "energy never rises", passed: true, measured: 3.1e-9, bound: "<= 0.000001", unit: "V^2" };
  return {
    result: {
      bench: "hamming",
      status: failing > 0 ? "failed" : "passed",
      seed: 1,
      command: "settle run hamming --seed 1 --set tau_ns=40",
      folder: "runs/hamming-0123456789",
      checks: [...checks, energyCheck],
      figures: {
        "longest relaxation": { value: 1.2345678e-6, unit: "s" },
        "clock cycles": { value: 51234, unit: "1" },
        "largest distance from a codeword": { value: 0.0123456, unit: "V" },
      },
    },
    summary: "128 words of the Hamming(7,4) code, decoded by an associative memory",
    converters: [
      { name: "bias", kind: "DAC, 8 bits", from: "dac_code_o", to: "bias[0..6]", timing: "delay 0 ps" },
      { name: "settle", kind: "comparator", from: "slope [V/s]", to: "quiet_i", timing: "delay 0 ps, hysteresis 2 mV" },
      {
        name: "adc",
        kind: "sampled ADC, 10 bits",
        from: "mux [V]",
        to: "adc_code_i",
        timing: "aperture 2 ns, latency 80 ns",
      },
    ],
    parameters: { tau_ns: 40, form: "tanh", slew: false, "solver.rtol": 1e-6, "solver.atol": 1e-9 },
    traces: recorder.traces(),
    energy: recorder.energy(),
    largestCrossingError_ps: 1.0000432,
  };
}
