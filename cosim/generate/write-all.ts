import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as exp2Table from "./exp2-table.ts";
import { KERNELS, renderKernel } from "./kernel-binary.ts";
import * as protocolHeader from "./protocol-header.ts";
import * as protocolMarkdown from "./protocol-markdown.ts";
import * as protocolPacked from "./protocol-packed.ts";
import * as protocolFlat from "./protocol-flat.ts";
import { denseAmRegisterMap } from "./registers.ts";
import { renderMarkdown } from "./registers-markdown.ts";
import { renderSystemVerilog } from "./registers-systemverilog.ts";
import { renderTypeScript } from "./registers-typescript.ts";

export interface GeneratedFile {
  /** relative to the project root */
  readonly path: string;
  readonly render: () => string | Promise<string>;
}

const MAP = "hdl/registers/dense_am.json";

export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Every generated file of the project; a test holds each equal to what its generator renders. */
export const GENERATED: readonly GeneratedFile[] = [
  { path: "hdl/rtl/generated/dense_am_reg_pkg.sv", render: () => renderSystemVerilog(denseAmRegisterMap(), MAP) },
  { path: "hdl/rtl/generated/exp2_table_pkg.sv", render: exp2Table.render },
  { path: "cosim/benches/generated/dense-am-registers.ts", render: () => renderTypeScript(denseAmRegisterMap(), MAP) },
  { path: "cosim/host/cpp/generated/wire.hpp", render: protocolHeader.render },
  { path: "cosim/protocol/generated/flat-messages.ts", render: protocolFlat.render },
  { path: "cosim/protocol/generated/packed-messages.ts", render: protocolPacked.render },
  ...KERNELS.map((kernel) => ({
    path: `${kernel}/generated/kernel-binary.ts`,
    render: () => renderKernel(PROJECT_ROOT, kernel),
  })),
  { path: "docs/protocol.md", render: protocolMarkdown.render },
  { path: "docs/registers.md", render: () => renderMarkdown(denseAmRegisterMap(), MAP) },
];

async function writeAll(): Promise<void> {
  for (const { path, render } of GENERATED) {
    const file = join(PROJECT_ROOT, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await render());
    console.log(path);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await writeAll();
