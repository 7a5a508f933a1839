import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const folder = join(import.meta.dirname, "../../docs/examples");
const examples = readdirSync(folder).filter((name) => name.endsWith(".ts"));

it("finds the examples", () => expect(examples.length).toBeGreaterThan(0));

// Every program the manual shows is run.
it.each(examples)("%s runs to completion", async (name) => {
  const example = (await import(join(folder, name))) as { main(): Promise<void> };
  await expect(example.main()).resolves.toBeUndefined();
});
