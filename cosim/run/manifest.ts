import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fileHash } from "./file-hash.ts";
import type { InputFiles } from "./input-files.ts";
import type { RunFolder } from "./run-folder.ts";
import { shellWord } from "./run-name.ts";

/** What the run itself has to tell; the rest is found out here. */
export interface ManifestFacts {
  readonly bench: string;
  readonly seed: number;
  /** Every parameter after defaults, solver tolerances included. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The canonical command. */
  readonly command: string;
  readonly transport: string;
  /** How often the halves exchanged messages, for how many edges, events and set inputs. */
  readonly lockstep: { readonly mode: string; readonly exchanges: number; readonly evaluations: number };
  /** Of tools beside Node: {"verilator": "5.006", "protocol": "1"}. */
  readonly versions: Readonly<Record<string, string>>;
  /** Files that the run depended on, by parameter; where they lay is in `typed`. */
  readonly inputs: InputFiles;
  /** Content hashes of what was compiled: {"rtl": ..., "host": ...}. */
  readonly hashes: Readonly<Record<string, string>>;
  readonly started: Date;
  readonly finished: Date;
}

/** manifest.json: the only file of a run, beside its log, that differs from one run to the next. */
export interface Manifest extends Omit<ManifestFacts, "started" | "finished"> {
  /** As typed, quoted for a shell. */
  readonly typed: string;
  /** Where the run was left: the real folder, absolute, which result.json cannot tell. */
  readonly folder: string;
  readonly platform: string;
  /** ISO 8601, UTC */
  readonly started: string;
  readonly finished: string;
  /** SHA-256 of every other file of the folder. */
  readonly files: Readonly<Record<string, string>>;
}

const packageFile = join(dirname(fileURLToPath(import.meta.url)), "../../package.json");

export function settleVersion(): string {
  return (JSON.parse(readFileSync(packageFile, "utf8")) as { version: string }).version;
}

/** What the user typed, without the path of Node itself. */
function typedCommand(): string {
  return ["settle", ...process.argv.slice(2)].map(shellWord).join(" ");
}

function hashesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name !== "manifest.json");
  return Object.fromEntries(names.sort().map((name) => [name, fileHash(join(folder, name))]));
}

/** Call last, right before `publish`: it hashes the files that are there. */
export function writeManifest(folder: RunFolder, facts: ManifestFacts): Manifest {
  const manifest: Manifest = {
    ...facts,
    typed: typedCommand(),
    folder: folder.final,
    versions: { settle: settleVersion(), node: process.version, ...facts.versions },
    platform: `${process.platform} ${process.arch}`,
    started: facts.started.toISOString(),
    finished: facts.finished.toISOString(),
    files: hashesOf(folder.partial),
  };
  folder.write("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
