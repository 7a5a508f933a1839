import { Command } from "commander";
import { us } from "../../src/time.ts";
import { bareCycles, nodeSteps, pingPong } from "./bare-subjects.ts";
import { idleCycles, inferenceCycles } from "./lockstep-subjects.ts";
import { measure } from "./measure.ts";
import { ratios, renderTable } from "./table.ts";

const options = new Command("npm run benchmark --")
  .description("Measures exchanges, clock cycles and integration steps side by side.")
  .option("--rounds <N>", "rounds through all subjects", (text) => Math.max(1, Number.parseInt(text, 10)), 5)
  .option("--json", "print everything as JSON")
  .parse()
  .opts<{ readonly rounds: number; readonly json?: true }>();

const transports = ["ipc", "tcp"] as const;
const subjects = [
  bareCycles(1_000_000),
  ...transports.map((transport) => pingPong(transport, 5_000)),
  ...transports.map((transport) => idleCycles(transport, "strict", 2_500)),
  idleCycles("ipc", "windowed", 100_000),
  ...transports.map((transport) => inferenceCycles(transport, "strict", 4)),
  ...transports.map((transport) => inferenceCycles(transport, "windowed", 4)),
  nodeSteps(7, 16, us(5)),
  nodeSteps(32, 64, us(1)),
];

const measurements = await measure(subjects, options.rounds, (text) => process.stderr.write(`${text}\n`));
const result = { measurements, ratios: ratios(measurements) };
console.log(options.json ? JSON.stringify(result, null, 2) : renderTable(measurements));
