import { SettleError, unknownName } from "../../src/errors.ts";
import type { RtlTop } from "../bench/bench.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./tools.ts";

/** Both give names in the model the root "Vmodel", whatever the top module is called; times are whole picoseconds. */
const COMMON = ["--cc", "--flatten", "--prefix", "Vmodel", "--timescale", "1ns/1ps", "--timescale-override", "/1ps"];
/**
 * Verilator 5.006 turns copies of ports wider than 40 words into loops whose counter it forgets to declare where it samples for
 * assertions (its issue 4824): no loops, then.
 */
const NO_LOOPS = ["--reloop-limit", "1000000"];
/**
 * --assert, because assertions are otherwise dropped without a word. A warning is kept for the log, but a parameter that the
 * RTL itself refuses ($fatal in a generate block) ends the build.
 */
const MODEL = ["--assert", "--x-initial", "0", "-Wno-fatal", "-Werror-USERFATAL"];
/** For snapshots. Verilator 5.006 makes no model that is both savable and counted. */
const SAVABLE = ["--savable"];
/** Counts how often each line and each branch runs. */
const COUNTED = ["--coverage-line"];
/** Never compiled: only shows which signals the source has, so that a missing one can be told from an unknown one. */
const EVERY_SIGNAL = ["--public-flat-rw", "-Wno-lint", "-Wno-fatal"];

/** What decides what becomes of the same sources. */
export const verilatorFlags = (coverage: boolean): string[] => [
  ...COMMON,
  ...NO_LOOPS,
  ...MODEL,
  ...(coverage ? COUNTED : SAVABLE),
];

export interface Complaint {
  readonly severity: "Error" | "Warning";
  /** "hdl/rtl/counter.sv:12:5: syntax error, ..." */
  readonly text: string;
}

/** Verilator's complaints, each with what belongs to it (the source line) dropped. */
export function complaintsOf(output: string): Complaint[] {
  return output
    .split("\n")
    .map((line) => /^%(Error|Warning)(?:-[\w-]+)?: (.*)/.exec(line))
    .filter((match) => match !== null)
    .map(([, severity, text]) => ({ severity: severity as Complaint["severity"], text: text }))
    .filter(({ text }) => !text.startsWith("Exiting due to"));
}

const sourceArguments = (files: readonly string[]): string[] =>
  files.flatMap((file) => (file.endsWith(".f") ? ["-f", file] : [file]));

const parameterArguments = ({ parameters = {} }: RtlTop): string[] =>
  Object.entries(parameters).map(([name, value]) => `-G${name}=${value}`);

function buildError(top: string, output: string): SettleError {
  const errors = complaintsOf(output).filter(({ severity }) => severity === "Error");
  const [first, ...rest] = errors.map(({ text }) => text);
  if (first === undefined)
    return new SettleError("RTL_BUILD", `Verilator failed on "${top}":\n${output.slice(0, 2000)}`);
  const more = rest.length > 0 ? `\n(and ${rest.length} more; the next: ${rest[0]})` : "";
  return new SettleError("RTL_BUILD", `RTL top "${top}" does not compile: ${first}${more}`);
}

/** Verilates into `folder`; answers the warnings. Throws RTL_BUILD with the first error, its file and line. */
export const verilate = (rtl: RtlTop, root: string, folder: string, coverage: boolean): Promise<string[]> =>
  verilator(rtl, root, folder, verilatorFlags(coverage));

/** Every signal of the source: headers only, in a folder of their own. */
export const verilateEverySignal = (rtl: RtlTop, root: string, folder: string): Promise<string[]> =>
  verilator(rtl, root, folder, [...COMMON, ...EVERY_SIGNAL]);

async function verilator(rtl: RtlTop, root: string, folder: string, flags: readonly string[]): Promise<string[]> {
  const where = ["--top-module", rtl.top, "-Mdir", folder];
  const sources = [...parameterArguments(rtl), ...sourceArguments(rtl.files)];
  const ran = await run("verilator", [...flags, ...where, ...sources], root);
  if (ran.status !== 0) throw buildError(rtl.top, ran.output);
  return complaintsOf(ran.output).map(({ text }) => text);
}

/** The files that Verilator read for the model in `folder`, as it was given them, its own left out. */
export function filesRead(folder: string, own: string): string[] {
  const listing = readFileSync(join(folder, "Vmodel__verFiles.dat"), "utf8");
  return [...listing.matchAll(/^S .*"([^"]+)"$/gm)]
    .map(([, file]) => file)
    .filter((file) => !file.startsWith(own) && !/verilator_bin\w*$/.test(file));
}

/** `verilator --lint-only -Wall`; answers every complaint, none when the RTL is clean. */
export async function lintRtl(rtl: RtlTop & { readonly root: string }): Promise<Complaint[]> {
  const flags = ["--lint-only", "-Wall", "--assert", "--top-module", rtl.top];
  const ran = await run("verilator", [...flags, ...parameterArguments(rtl), ...sourceArguments(rtl.files)], rtl.root);
  const complaints = complaintsOf(ran.output);
  if (ran.status !== 0 && complaints.length === 0) return [{ severity: "Error", text: ran.output.trim() }];
  return complaints;
}

/** Names the wrong parameter and its nearest match, where the head of the top module can be read. */
export function checkParameters(rtl: RtlTop, sources: readonly string[]): void {
  const wanted = Object.keys(rtl.parameters ?? {});
  if (wanted.length === 0) return;
  for (const [name, value] of Object.entries(rtl.parameters ?? {})) {
    if (!Number.isSafeInteger(value)) {
      throw new SettleError(
        "OUT_OF_RANGE",
        `parameter "${name}" of RTL top "${rtl.top}" is ${value}; it must be a whole number`,
      );
    }
  }
  const known = sources.map((file) => parametersOf(readFileSync(file, "utf8"), rtl.top)).find((p) => p !== undefined);
  if (known === undefined) return;
  for (const name of wanted)
    if (!known.includes(name)) throw unknownName("parameter", name, `RTL top "${rtl.top}"`, known);
}

/** The parameters in the head of `module top #( ... )`, or undefined where there is no such module. */
export function parametersOf(source: string, top: string): string[] | undefined {
  const plain = source.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
  const imports = String.raw`(?:\s*import\s[^;]*;)*`;
  const start = new RegExp(String.raw`\bmodule\s+${top}\b${imports}[^;]*?([#(;])`).exec(plain);
  if (start === null) return undefined;
  if (start[1] !== "#") return [];
  const list = balanced(plain.slice(plain.indexOf("(", start.index)));
  return [...list.matchAll(/(\w+)(?:\s*\[[^\]]*\])*\s*=(?!=)/g)].map(([, name]) => name);
}

/** The text up to the parenthesis that closes the first one. */
function balanced(text: string): string {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    if (text[i] === ")" && --depth === 0) return text.slice(0, i);
  }
  return text;
}
