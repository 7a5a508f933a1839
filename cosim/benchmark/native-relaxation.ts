import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SettleError } from "../../src/errors.ts";
import type { Tolerance } from "../../src/ode/contracts.ts";
import type { Seconds } from "../../src/units.ts";
import { hashOf } from "../host/content-hash.ts";
import { madeOnce } from "../host/folder-cache.ts";
import { CACHE_FOLDER } from "../host/host-objects.ts";
import { run, toolchain } from "../host/tools.ts";
import { ACTIVITY_GAIN, BETA, HIDDEN_TAU, type Relaxation, SLEW_RATE, VISIBLE_TAU } from "./relaxation.ts";

const SOURCES = fileURLToPath(new URL("native", import.meta.url));
const FILES = ["relaxation.cpp", "core.hpp", "dormand_prince.hpp"];
/** All that the machine has, but no sum reordered and no product fused: the result must be the same. */
const FLAGS = ["-std=c++17", "-O3", "-march=native", "-ffp-contract=off"];
const MOST_OUTPUT = 2 ** 24;

/** The comparison program, for this machine; answers its file. */
export async function buildNative(): Promise<string> {
  const sources = FILES.map((file) => readFileSync(join(SOURCES, file), "utf8"));
  const { compilerVersion } = await toolchain();
  const folder = join(CACHE_FOLDER, "native", hashOf([compilerVersion, ...FLAGS, ...sources]).slice(0, 16));
  await madeOnce(folder, async (draft) => {
    const { status, output } = await run("g++", [...FLAGS, "-o", join(draft, "relaxation"), FILES[0]], SOURCES);
    if (status !== 0)
      throw new SettleError("RTL_BUILD", `g++ refused the native comparison:\n${output.slice(0, 4000)}`);
  });
  return join(folder, "relaxation");
}

export interface NativeResult {
  /** of one integration */
  readonly seconds: Seconds;
  readonly accepted: number;
  readonly rejected: number;
  readonly evaluations: number;
  /** in the order of the circuit's states [V] */
  readonly state: readonly number[];
}

/** The problem as relaxation.cpp reads it. */
export function problemBytes({ core, bias, poleRatio }: Relaxation, tolerance: Tolerance, end: Seconds): Uint8Array {
  const { visible, softmaxRows, visibleTransimpedance, softmaxTransimpedance } = core.parameters;
  const poles = [poleRatio / VISIBLE_TAU, poleRatio / HIDDEN_TAU];
  const rates = [VISIBLE_TAU, HIDDEN_TAU, ...poles, SLEW_RATE, ACTIVITY_GAIN, BETA];
  const ohms = [visibleTransimpedance, softmaxTransimpedance];
  const head = [visible, softmaxRows, ...rates, ...ohms, tolerance.relative, tolerance.absolute, end];
  const all = [...head, ...core.crossbar.difference, ...bias, ...core.circuit.initialState()];
  return new Uint8Array(Float64Array.from(all).buffer);
}

/** Integrates `repeats` times; the time is that of an average one. */
export function runNative(executable: string, problem: Uint8Array, repeats: number): NativeResult {
  const output = execFileSync(executable, [String(repeats)], { input: problem, maxBuffer: MOST_OUTPUT });
  const [, all, accepted, rejected, evaluations, ...state] = output.toString().trim().split("\n").map(Number);
  return { seconds: all / repeats, accepted, rejected, evaluations, state };
}
