import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { files, root, text } from "../architecture/sources.ts";

const pages = files.filter((file) => file.endsWith(".md"));

/** Links inside the project: [text](path) or [text](path#part). */
const linksOf = (page: string): readonly string[] =>
  [...text(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, link]) => link ?? "")
    .filter((link) => !link.includes(":"));

it("links to nothing that is not there", () => {
  const links = pages.flatMap((page) => linksOf(page).map((link) => [page, link] as const));
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter(([page, link]) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

/** Paths that the text names in back quotes: `src/ode/contracts.ts`. */
const namedFiles = (page: string): readonly string[] =>
  [...text(page).matchAll(/`((?:src|analog-models|cosim|hdl|test|docs)\/[\w./-]+\.\w+)`/g)].map(
    ([, path]) => path ?? "",
  );

it("names no file that does not exist", () => {
  const named = pages.flatMap((page) => namedFiles(page).map((path) => [page, path] as const));
  expect(named.filter(([, path]) => !existsSync(join(root, path)))).toEqual([]);
});

it("shows the whole example bench in the README, exactly as it is run", () => {
  const shown = /```ts\n([\s\S]*?)```/.exec(text("README.md"))?.[1] ?? "";
  expect(text("docs/examples/relaxation-oscillator.ts")).toBe(shown);
});
