import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { keep } from "../rtl-files.ts";
import type { Pins } from "../pins.ts";

/** One deliberate mistake: `from`, which must occur exactly once in `file`, becomes `to`. */
export interface Mutant {
  /** The bound property that it breaks, with the module that it is bound to: "write_verify.StrobeLength_A". */
  readonly property: string;
  readonly file: string;
  readonly from: string;
  /** ALIVE in it is 1 while the mistake is made, else 0. */
  readonly to: string;
}

/** Something to do with a model in which every property that is listed has its cause to be looked at. */
export interface Exercise {
  readonly name: string;
  readonly run: (pins: Pins) => Promise<void>;
  readonly mutants: readonly Mutant[];
}

export interface Specimen {
  readonly top: string;
  /** absolute paths */
  readonly files: readonly string[];
  readonly parameters: Readonly<Record<string, number>>;
  readonly exercises: readonly Exercise[];
}

const PACKAGE = `package mutation_pkg;
  logic [7:0] alive; // number of the mistake that is made; 0: none
endpackage
`;

/** The top with an input that says which mistake is made. */
function steered(top: string, text: string): string {
  const head = text.search(new RegExp(String.raw`^module ${top}\b`, "m"));
  const firstPort = head + text.slice(head).search(/^ {2}(in|out)put\b/m);
  const withPort = `${text.slice(0, firstPort)}  input logic [7:0] mutant_i,\n${text.slice(firstPort)}`;
  return withPort.replace(/^endmodule/m, "  always_comb mutation_pkg::alive = mutant_i;\nendmodule");
}

/**
 * All mistakes of a specimen in one build: the added input mutant_i says which is made, from 1 on in their order (mutant
 * schemata; Untch, Offutt and Harrold, "Mutation analysis using mutant schemata", ISSTA 1993). Answers the files.
 */
export function schemata({ top, files, exercises }: Specimen): string[] {
  const texts = new Map(files.map((path) => [basename(path), readFileSync(path, "utf8")]));
  for (const [i, { file, from, to }] of exercises.flatMap(({ mutants }) => mutants).entries()) {
    const text = texts.get(file);
    if (text?.split(from).length !== 2) throw new Error(`"${from}" must occur once in ${file}`);
    texts.set(
      file,
      text.replace(from, () => to.replaceAll("ALIVE", `(mutation_pkg::alive == 8'd${i + 1})`)),
    );
  }
  texts.set(`${top}.sv`, steered(top, texts.get(`${top}.sv`) ?? ""));
  const variant = `${top}-mutants`;
  const kept = [...texts].map(([file, text]) => keep(variant, file, text));
  return [keep(variant, "mutation_pkg.sv", PACKAGE), ...kept];
}
