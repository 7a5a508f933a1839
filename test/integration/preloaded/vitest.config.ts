import { defineConfig } from "vitest/config";

/** For tests that need a library in their process from its start; ../conformance-sanitized.test.ts starts them. */
export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ["*.ts"],
    exclude: ["vitest.config.ts"],
    pool: "forks",
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
