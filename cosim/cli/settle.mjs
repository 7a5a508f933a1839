#!/usr/bin/env node
// Plain JavaScript, because Node 20 cannot read TypeScript by itself: registers tsx, then hands over.
let modules;
try {
  modules = await Promise.all([import("tsx/esm/api"), import("tsx/cjs/api")]);
} catch {
  process.stderr.write(
    "settle: its npm packages are not installed; run `node setup.mjs` in the project's folder first\n",
  );
  process.exit(3);
}
// Both: a bench outside any package of type "module" is CommonJS to Node, even where it says `export`.
for (const { register } of modules) register();
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
