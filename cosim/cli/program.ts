import { Command, InvalidArgumentError, Option } from "commander";
import { settleVersion } from "../run/manifest.ts";
import type { ExitCode } from "./exit-codes.ts";
import { BUSES, TRANSPORTS } from "../host/transports.ts";
import type { BenchmarkFlags } from "./benchmark-command.ts";
import type { CalibrateFlags } from "./calibrate-command.ts";
import type { CheckFlags } from "./check-command.ts";
import type { RunFlags } from "./run-command.ts";
import type { StudyFlags } from "./study-command.ts";
import type { TrainFlags } from "./train-command.ts";

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It must be a whole number from 0 to 2^53 - 1.");
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1e6) return value;
  throw new InvalidArgumentError("It must be a number of seconds above 0 and up to 1e6.");
}

function countingNumber(text: string): number {
  const value = wholeNumber(text);
  if (value >= 1 && value <= 1e6) return value;
  throw new InvalidArgumentError("It must be a whole number from 1 to 1e6.");
}

const gather = (pair: string, before: readonly string[]): readonly string[] => [...before, pair];

const EXAMPLES = `
Examples:
  settle list                                     the benches that come with the project
  settle list hamming                             one bench and its parameters
  settle run parity                               a chip speaks: five prompts, 17 tokens each
  settle run parity --weights w.json              any weights of that form: docs/training.md has the schema
  settle run hamming                              decode all 128 words; leaves runs/hamming-<id>/
  settle run xor --seed 7 --set solver.rtol=1e-8  another seed, a tighter integrator
  settle run sar-adc --transport tcp --json       result.json on standard output, over TCP
  settle run hamming --transport in-process       the fastest: both halves in one process
  settle run xor --out /tmp/xor                   leaves /tmp/xor/xor-<id>/
  settle train parity --out w.json                train weights for the token chip; plot in runs/train-parity-<id>/
  settle calibrate parity --seed 7 --out c.json   a decoder fitted to chip 7, by its own readings
  settle study settling                           a figure measured on the circuit; leaves runs/study-settling-<id>/
  settle benchmark --only tracking-adc            what it costs, beside what it must cost; about a minute a group
  settle check ./my-bench.ts                      compile and wire your own bench without running it

A run leaves manifest.json, result.json, waves.vcd (GTKWave or Surfer), report.html and log in its folder. The same
bench, seed and parameters give the same result.json and waves.vcd, byte for byte, on every transport and in every
place: hence result.json calls its folder runs/<bench>-<id> whatever --out says. Where the folder really is, the last
line on the terminal says (with --json on standard error), and the field folder of manifest.json.`;

const EXIT_CODES = `
Exit codes:
  0    every check held
  1    a check failed, or the design did: assertion, $finish, time limit, divergence
  2    the command or the bench is wrong: unknown name, value out of range
  3    the machinery failed: build, tools, host, protocol
  130  interrupted; the run folder is complete up to that moment`;

/** What everything that puts a bench on the stage takes. */
function withStageOptions(command: Command): Command {
  return command
    .option("--seed <n>", "seed of every random draw", wholeNumber, 1)
    .option("--set <name=value>", "a parameter of the bench; repeat for more", gather, [])
    .option("--weights <file>", "the weight file of a bench that speaks: the same as --set weights=<file>")
    .addOption(new Option("--transport <kind>", "how the two halves talk").choices(TRANSPORTS).default("ipc"))
    .addOption(new Option("--fallback <kind>", "what to use where --transport in-process does not load").choices(BUSES))
    .option(
      "--time-limit <seconds>",
      "longest real time that one answer of the digital half may take",
      positiveNumber,
      30,
    );
}

function withRunOptions(command: Command): Command {
  return withStageOptions(command)
    .argument("<bench>", "a bench of `settle list`, or the path of a module that exports one by default")
    .option("--strict", "exchange on every clock edge and event; slower, and the same bytes", false)
    .option("--out <dir>", "where run folders go; the field folder of result.json says runs/... all the same", "runs");
}

type Act = (code: Promise<ExitCode>) => Promise<void>;

/** `act` receives the exit code of the command that was chosen. Each command's code is loaded when it is needed. */
export function settleProgram(act: Act): Command {
  const program = new Command("settle")
    .description("Mixed-signal co-simulation: a behavioural analog model in lockstep with a Verilated controller.")
    .version(settleVersion())
    .addHelpText("after", `${EXAMPLES}\n${EXIT_CODES}`)
    .exitOverride();
  withRunOptions(program.command("run").description("run a bench"))
    .option("--waves", "write waves.vcd (the default)", true)
    .option("--no-waves", "leave waves.vcd out")
    .option("--json", "print result.json, and nothing else, on standard output", false)
    .option(
      "--profile",
      "say where the wall time went; leaves profile.json and run.cpuprofile beside the result",
      false,
    )
    .addHelpText("after", EXIT_CODES)
    .action((bench: string, flags: RunFlags) =>
      act(import("./run-command.ts").then((c) => c.runCommand(bench, flags))),
    );
  withRunOptions(
    program.command("check").description("everything short of running: parameters, guarantees, build, wiring"),
  )
    .option(
      "--inputs <n>",
      "inputs that are followed to see whether they settle; where more differ, draws of at most 16,384",
      countingNumber,
      65_536,
    )
    .option("--list <file>", "write every input that does not settle to this file, as JSON")
    .addHelpText("after", EXIT_CODES)
    .action((bench: string, flags: CheckFlags) =>
      act(import("./check-command.ts").then((c) => c.checkCommand(bench, flags))),
    );
  program
    .command("list")
    .description("the shipped benches, or one bench with its parameters")
    .argument("[bench]")
    .option("--json", "as JSON", false)
    .action((bench: string | undefined, flags: { json: boolean }) =>
      act(import("./list-command.ts").then((c) => c.listCommand(bench, flags))),
    );
  program
    .command("benchmark")
    .description("measure exchanges, clocks and integration steps side by side, and hold their ratios to their bars")
    .option("--rounds <n>", "rounds through all subjects of a group", countingNumber, 5)
    .option("--only <group>", "one group; repeat for more", gather, [])
    .option("--json", "everything as JSON", false)
    .addHelpText("after", EXIT_CODES)
    .action((flags: BenchmarkFlags) => act(import("./benchmark-command.ts").then((c) => c.benchmarkCommand(flags))));
  program
    .command("train")
    .description("train weights for the reference chip, and judge them on drawn chips")
    .argument("<task>", "parity or m-sequence")
    .option("--seed <n>", "seed of the start, the split and the drawn chips", wholeNumber, 1)
    .option("--epochs <n>", "length of the training; the task's own when absent", countingNumber)
    .option("--chips <n>", "chips drawn to measure the tolerance", countingNumber, 100)
    .option("--out <file>", "write the weight file here as well")
    .option("--runs <dir>", "where the folder with weights and plot goes", "runs")
    .action((task: string, flags: TrainFlags) =>
      act(import("./train-command.ts").then((c) => c.trainCommand(task, flags))),
    );
  withStageOptions(
    program
      .command("calibrate")
      .description("read contexts on the chip that --seed draws, and write weights with a decoder fitted to it"),
  )
    .argument("<bench>", "parity or m-sequence")
    .requiredOption("--out <file>", "where the weight file goes; settle run takes it with the same --seed")
    .option("--runs <dir>", "where the folder of the run goes", "runs")
    .addHelpText("after", EXIT_CODES)
    .action((bench: string, flags: CalibrateFlags) =>
      act(import("./calibrate-command.ts").then((c) => c.calibrateCommand(bench, flags))),
    );
  program
    .command("study")
    .description(
      "measure one of the papers' figures on our own circuit: data, plots and a page; without a name, the list",
    )
    .argument("[study]")
    .option("--seed <n>", "seed of every random draw", wholeNumber, 1)
    .option("--set <name=value>", "a parameter of the study; repeat for more", gather, [])
    .option("--quick", "a smaller study, in seconds; --set goes before it", false)
    .option("--list", "the parameters of the study, and nothing else", false)
    .option("--out <dir>", "where study folders go", "runs")
    .action((study: string | undefined, flags: StudyFlags) =>
      act(import("./study-command.ts").then((c) => c.studyCommand(study, flags))),
    );
  program
    .command("lint-rtl")
    .description("verilator --lint-only -Wall on every RTL top, with its defaults and as benches size it")
    .action(() => act(import("./lint-command.ts").then((c) => c.lintCommand())));
  return program;
}
