import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks", // the nanomsg addon aborts in worker threads
    maxWorkers: 2, // a run waits for its host half of the time, so two fill two cores
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ["default"],
  },
});
