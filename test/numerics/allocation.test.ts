import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const PROBE = fileURLToPath(new URL("./allocation-probe.ts", import.meta.url));
/** Room for a few boxed numbers, not for any array or closure. */
const MOST_BYTES = 64;

it("a step allocates less than 64 bytes, watched for a crossing or not", () => {
  const flags = ["--expose-gc", "--min-semi-space-size=128", "--max-semi-space-size=128", "--import", "tsx"];
  const printed = execFileSync(process.execPath, [...flags, PROBE], { encoding: "utf8" });
  const { "control: one small array": control, ...steps } = JSON.parse(printed) as Record<string, number>;
  // The measurement sees an allocation when there is one ...
  expect(control).toBeGreaterThan(MOST_BYTES);
  // ... and there is none.
  expect(Object.keys(steps).length).toBeGreaterThanOrEqual(4);
  for (const [what, bytes] of Object.entries(steps)) expect(bytes, what).toBeLessThan(MOST_BYTES);
  for (const [what, bytes] of Object.entries(steps)) expect(bytes, what).toBeGreaterThanOrEqual(0);
});
