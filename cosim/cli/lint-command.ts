import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RtlTop } from "../bench/bench.ts";
import { lintRtl } from "../host/verilate.ts";
import { parseParameters } from "../run/parameters.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { shippedBenches } from "./find-bench.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Every top of the digital half with its own defaults: `hdl/<top>.f`. */
function topsWithDefaults(): readonly RtlTop[] {
  const lists = readdirSync(join(root, "hdl")).filter((name) => name.endsWith(".f"));
  return lists.sort().map((list) => ({ top: basename(list, ".f"), files: [`hdl/${list}`] }));
}

/** And as each shipped bench sizes it. */
async function topsOfBenches(): Promise<readonly RtlTop[]> {
  const benches = await Promise.all(Object.values(await shippedBenches()).map((load) => load()));
  return benches.map((bench) => bench.setup(parseParameters(bench, {}).parameters, 1).rtl);
}

const distinctTops = (tops: readonly RtlTop[]): readonly RtlTop[] => [
  ...new Map(tops.map((top) => [JSON.stringify([top.top, top.parameters ?? {}]), top])).values(),
];

const sizes = ({ parameters = {} }: RtlTop): string =>
  Object.entries(parameters)
    .map(([name, value]) => ` ${name}=${value}`)
    .join("");

/** `verilator --lint-only -Wall` on every top: what it complains of, and the verdict per top. */
export async function lintCommand(): Promise<ExitCode> {
  let code: ExitCode = EXIT.passed;
  for (const rtl of distinctTops([...topsWithDefaults(), ...(await topsOfBenches())])) {
    const complaints = await lintRtl({ ...rtl, root });
    for (const { severity, text } of complaints) process.stderr.write(`${severity}: ${text}\n`);
    process.stdout.write(`${complaints.length === 0 ? "clean" : "NOT CLEAN"}: ${rtl.top}${sizes(rtl)}\n`);
    if (complaints.length > 0) code = EXIT.failed;
  }
  return code;
}
