/** What the wall time of a run is spent on. */
export const PARTS = [
  "build",
  "digital",
  "analog: kernel",
  "analog: activation",
  "analog: equations",
  "analog: step control",
  "analog: crossings",
  "lockstep",
  "encode",
  "wait",
  "waveforms",
  "observers",
  "report",
  "harness",
  "garbage collection",
  "runtime",
] as const;
export type Part = (typeof PARTS)[number];

export const MEANING: Readonly<Record<Part, string>> = {
  build: "the Verilated model, where it is not there yet, and its start",
  digital: "the Verilated model",
  "analog: kernel": "the crossbar's product",
  "analog: activation": "activations and amplifiers",
  "analog: equations": "the rest of the circuit",
  "analog: step control": "stages, error, step size, dense output",
  "analog: crossings": "where signals leave their bands",
  lockstep: "who moves time and who sees what",
  encode: "messages to bytes and back",
  wait: "for the other half: the bus, and whoever has the processor",
  waveforms: "waves.vcd",
  observers: "energy, convergence, traces",
  report: "report.html",
  harness: "test body, run folder, terminal",
  "garbage collection": "of this process",
  runtime: "loading of modules, Node itself",
};

/** The first entry that a path begins with decides. Paths are relative to the project. */
const PART_OF: readonly (readonly [string, Part])[] = [
  ["analog-models/crossbar-product", "analog: kernel"],
  ["analog-models/activation", "analog: activation"],
  ["analog-models/nonlinearity", "analog: activation"],
  ["analog-models/amplifier", "analog: activation"],
  ["analog-models/circuit/amplifier", "analog: activation"],
  ["analog-models/stability", "observers"],
  ["analog-models", "analog: equations"],
  ["src/ode/crossing", "analog: crossings"],
  ["src/ode/bracket", "analog: crossings"],
  ["src/ode/bernstein", "analog: crossings"],
  ["src/ode/chord-search", "analog: crossings"],
  ["src/ode/fit-root", "analog: crossings"],
  ["src/ode/signal-error", "analog: crossings"],
  ["src/lockstep/crossing-search", "analog: crossings"],
  ["src/lockstep/crossing-watch", "analog: crossings"],
  ["src/lockstep/step-samples", "analog: crossings"],
  ["src/ode", "analog: step control"],
  ["src/lockstep/trajectory", "analog: step control"],
  ["src/lockstep", "lockstep"],
  ["src/observe/vcd", "waveforms"],
  ["src/observe/ascii-text", "waveforms"],
  ["src/observe/shortest-decimal", "waveforms"],
  ["cosim/run/waves-file", "waveforms"],
  ["src/observe", "observers"],
  ["cosim/report/trace", "observers"],
  ["cosim/report", "report"],
  ["cosim/protocol", "encode"],
  ["cosim/host/local-exchange", "digital"],
  ["cosim/host/exchange", "wait"],
  ["cosim/host/host-peer", "encode"],
  ["cosim/host/port-values", "encode"],
  ["cosim/transport", "wait"],
  ["src", "lockstep"],
  ["cosim", "harness"],
];

/** Functions of the WebAssembly kernels that are no matter of their caller, by the beginning of their names. */
const PART_OF_FUNCTION: typeof PART_OF = [
  ["crossbar/", "analog: kernel"],
  ["tanh/", "analog: activation"],
  ["exp/", "analog: activation"],
  ["banks/tanh", "analog: activation"],
];

/** Undefined for what is not the project's own. */
export const partOfFile = (path: string): Part | undefined => partBy(PART_OF, path);

/** Undefined for what is done for whoever calls it. */
export const partOfFunction = (name: string): Part | undefined => partBy(PART_OF_FUNCTION, name);

const partBy = (table: typeof PART_OF, text: string): Part | undefined =>
  table.find(([start]) => text.startsWith(start))?.[1];
