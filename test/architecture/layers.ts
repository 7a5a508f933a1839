/**
 * layer -> what it may import besides itself. docs/architecture.md shows this table. A layer is a folder of the table
 * with everything below it that is not a layer of its own.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  src: [],
  "src/ode": ["src"],
  "src/lockstep": ["src", "src/ode"],
  "src/observe": ["src", "src/ode", "src/lockstep"],
  "analog-models": ["src", "src/ode", "analog-models/training", "analog-models/stability"],
  "analog-models/stability": ["src", "analog-models/training"],
  "analog-models/training": ["src"],
  "cosim/protocol": ["src", "src/lockstep"],
  "cosim/transport": ["src", "src/lockstep", "cosim/protocol"],
  "cosim/bench": ["src", "src/ode", "src/lockstep", "src/observe"],
  "cosim/host": ["src", "src/lockstep", "cosim/protocol", "cosim/transport", "cosim/bench"],
  "cosim/weights": ["src", "analog-models/training", "analog-models/stability", "cosim/bench"],
  "cosim/benches": [
    "src",
    "src/ode",
    "src/lockstep",
    "analog-models",
    "analog-models/training",
    "analog-models/stability",
    "cosim/bench",
    "cosim/weights",
  ],
  "cosim/report": ["src", "src/lockstep", "src/observe", "cosim/bench"],
  "cosim/study": [
    "src",
    "src/ode",
    "analog-models",
    "analog-models/training",
    "cosim/bench",
    "cosim/weights",
    "cosim/benches",
    "cosim/report",
  ],
  "cosim/profile": [],
  "cosim/run": [
    "src",
    "src/ode",
    "src/lockstep",
    "src/observe",
    "cosim/bench",
    "cosim/protocol",
    "cosim/host",
    "cosim/report",
    "cosim/profile",
  ],
  "cosim/cli": [
    "src",
    "src/lockstep",
    "analog-models/training",
    "cosim/bench",
    "cosim/host",
    "cosim/run",
    "cosim/report",
    "cosim/benches",
    "cosim/weights",
    "cosim/study",
    "cosim/profile",
    "cosim/benchmark",
  ],
  "cosim/generate": ["src", "cosim/protocol", "cosim/benches"],
  "cosim/coverage": ["src", "cosim/host", "cosim/cli"],
  "cosim/benchmark": [
    "src",
    "src/ode",
    "src/lockstep",
    "analog-models",
    "cosim/bench",
    "cosim/benches",
    "cosim/transport",
    "cosim/host",
    "cosim/run",
  ],
};

/** The deepest layer that holds the file, or undefined for a file outside all layers (set-up, tests, examples). */
export function layerOf(file: string): string | undefined {
  const layers = Object.keys(MAY_IMPORT).filter((layer) => file.startsWith(`${layer}/`));
  return layers.sort((a, b) => b.length - a.length)[0];
}

/** Layers without files, sockets, processes and argv. */
export const PURE_LAYERS = [
  "src",
  "src/ode",
  "src/lockstep",
  "src/observe",
  "analog-models",
  "analog-models/stability",
  "analog-models/training",
];
