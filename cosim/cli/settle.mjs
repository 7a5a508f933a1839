#!/usr/bin/env node
// Plain JavaScript, because Node 20 cannot read TypeScript by itself: registers tsx, then hands over.
import { register as registerHooks } from "node:module";

let tsx;
try {
  tsx = await import("tsx/esm/api");
} catch {
  process.stderr.write(
    "settle: its npm packages are not installed; run `node setup.mjs` in the project's folder first\n",
  );
  process.exit(3);
}
tsx.register();
registerHooks("./bench-modules.mjs", import.meta.url);
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
