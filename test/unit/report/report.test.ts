import { beforeAll, describe, expect, it } from "vitest";
import { renderReport } from "../../../cosim/report/render-report.ts";
import { syntheticReport } from "./synthetic-run.ts";

let page: string;
beforeAll(async () => {
  page = await renderReport(syntheticReport(3));
});

it("gives the same bytes for the same run, also within one program", async () => {
  expect(await renderReport(syntheticReport(3))).toBe(page);
  const [one, two] = await Promise.all([renderReport(syntheticReport(3)), renderReport(syntheticReport(3))]);
  expect(one).toBe(page);
  expect(two).toBe(page);
});

it("needs no network: no link, script, import or picture from elsewhere", () => {
  expect(page).not.toMatch(/<(script|link|img|iframe)\b|@import|url\((?!"?#)|\b(src|href)="(?!#)/);
  expect(page.replaceAll("http://www.w3.org/", "")).not.toMatch(/https?:/);
});

it("has each id once and refers to no other", () => {
  const ids = [...page.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, reference] of page.matchAll(/url\("?#([^)"]+)"?\)/g)) expect(ids).toContain(reference);
});

it("shows what failed before what held, and folds the rest away", () => {
  const failed = page.indexOf("✗ failed");
  expect(failed).toBeGreaterThan(0);
  expect(failed).toBeLessThan(page.indexOf("✓"));
  expect(page).toContain("117 more that held");
  expect(page).toContain(`<span class="verdict failed">failed</span>`);
  expect(page).toContain("126 of 129");
});

it.each([
  ["the command", "settle run hamming --seed 1 --set tau_ns=40"],
  ["figures with their unit", '1.23457e-6</td><td class="">s</td>'],
  ["converters with their timing", "aperture 2 ns, latency 80 ns"],
  ["parameters", "solver.rtol"],
  ["the largest crossing error", "crossings within <b>1.00004 ps</b> of the exact solution, by their error bounds"],
  ["an axis of time", "time [us]"],
  ["an axis of voltages", "voltage [V]"],
  ["an axis of energy", "energy E [V^2]"],
  ["each panel's start", "relaxation 4, from 6.0005 us"],
])("shows %s", (_what, text) => expect(page).toContain(text));

describe("a run that ended in an error", () => {
  it("shows code and message, as text and not as markup", async () => {
    const input = syntheticReport();
    const error = { code: "HOST_LOST" as const, message: `the host <b>died</b> & "was" not heard of again` };
    const text = await renderReport({
      ...input,
      traces: [],
      energy: [],
      result: { ...input.result, status: "error", error },
    });
    expect(text).toContain("HOST_LOST");
    expect(text).toContain("129 of 129</b> checks had held when the run ended early");
    expect(text).toContain("the host &lt;b&gt;died&lt;/b&gt; &amp; &quot;was&quot; not heard of again");
    expect(text).not.toContain("Convergence");
  });
});

it("breaks values of hundreds of bits, and lets every table scroll in its own column", async () => {
  const input = syntheticReport();
  const wide = {
    name: "a word of 512 bits",
    passed: true,
    measured: "9".repeat(155),
    bound: `= ${"9".repeat(155)}`,
    unit: "",
  };
  const text = await renderReport({ ...input, traces: [], energy: [], result: { ...input.result, checks: [wide] } });
  expect(text.match(/<td class="number long">=? ?9{155}</g)).toHaveLength(2);
  expect(text).toMatch(/\.long \{ overflow-wrap: anywhere/);
  expect(text).toContain('<section class="scroll wide"><h2>Checks</h2>');
  expect(page).toContain('<section class="scroll "><h2>Checks</h2>');
  for (const title of ["Figures", "Parameters"]) expect(text).toContain(`<section class="scroll"><h2>${title}</h2>`);
});
