import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunResult } from "../../cosim/bench/result.ts";
import type { Manifest } from "../../cosim/run/manifest.ts";
import { root, text } from "../architecture/sources.ts";

let outside: string;
let settle: string;
beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), "settle outside-"));
  settle = join(outside, "settle");
  symlinkSync(join(root, "cosim/cli/settle.mjs"), settle); // as `npm link` does it
});
afterAll(() => rmSync(outside, { recursive: true, force: true }));

/** From a folder outside the clone that has no packages. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [settle, ...args], { cwd: outside, encoding: "utf8" });
  return { status, stdout, stderr };
}

it("runs the README's bench, copied as it stands, from anywhere", () => {
  const [, shown = ""] = /```ts\n([\s\S]*?)```/.exec(text("README.md")) ?? [];
  writeFileSync(join(outside, "my-bench.ts"), shown);
  const { status, stdout, stderr } = run("run", "./my-bench.ts");
  expect(stderr).toBe("");
  expect(stdout).toMatch(/passed: 1 of 1 checks held, runs\/oscillator-\w+\n$/);
  expect(status).toBe(0);
});

const INVERTER = `// Answers the comparator with its opposite.
module outer_inverter (
  input  logic above_i,
  output logic below_o
);
  assign below_o = !above_i;
endmodule
`;

const bench = (body: string): string => `
import { type Bench, CircuitBuilder, comparator, defineBench, level, ns } from "settle";
import { z } from "zod";

const bit = (port: string) => ({ port, lsb: 0, width: 1 });

const bench: Bench = defineBench({
  name: "outer",
  summary: "An inverter of its own",
  parameters: z.object({ ohms: z.number().positive().default(1000).describe("[ohm]") }),
  setup: ({ ohms }) => ({
    rtl: { root: import.meta.dirname, top: "outer_inverter", files: ["rtl/outer_inverter.sv"] },
    clocks: [],
    circuit: new CircuitBuilder()
      .inputs("supply", "single", { unit: "V", low: 0, high: 1 })
      .nodes("cap", "single", { capacitance: 1e-12 })
      .resistor("supply", "cap", ohms)
      .build(),
    wiring: [
      level({ kind: "driver", bits: bit("below_o"), input: "supply", transfer: (on) => on }),
      comparator({ signal: "cap", bits: bit("above_i"), threshold: 0.5, hysteresis: 0.2 }),
    ],
  }),
  async test(t) {
    await t.falling("below_o", { within: ns(10) });
    t.log("it crossed");
    t.expect("time of the crossing", t.now / 1e3, { between: [0.9, 0.95] }, "ns");
    ${body}
  },
});
export default bench;
`;

it("runs RTL of its own, and says where the run was left", () => {
  mkdirSync(join(outside, "rtl"));
  writeFileSync(join(outside, "rtl", "outer_inverter.sv"), INVERTER);
  writeFileSync(join(outside, "outer.ts"), bench(""));
  const out = join(outside, "elsewhere");
  const { status, stdout, stderr } = run("run", "./outer.ts", "--json", "--out", out);
  expect(stderr).toContain("it crossed\n");
  expect(status).toBe(0);
  const result = JSON.parse(stdout) as RunResult;
  const [name = ""] = readdirSync(out);
  const written = (file: string) => readFileSync(join(out, name, file), "utf8");
  expect(result.folder).toBe(`runs/${name}`);
  expect(stdout).toBe(written("result.json"));
  expect(stderr).toMatch(new RegExp(`passed: 1 of 1 checks held, elsewhere/${name}\n$`));
  expect((JSON.parse(written("manifest.json")) as Manifest).folder).toBe(join(out, name));
  expect(written("log")).toContain("it crossed\n");
});

it.each([0, 1])("gives a body that calls process.exit(%i) neither success nor a folder", (code) => {
  writeFileSync(join(outside, "outer.ts"), bench(`process.exit(${code});`));
  const out = join(outside, `exit-${code}`);
  const { status, stderr } = run("run", "./outer.ts", "--out", out);
  expect(stderr).toContain("the program ended before the command did");
  expect(status).toBe(3);
  expect(readdirSync(out)).toEqual([]);
});
