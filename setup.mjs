// One idempotent set-up: npm packages, then the tools a build of the digital half needs.
// Plain JavaScript and only Node's own modules, because it runs before anything is installed.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const stampFile = join(root, "node_modules", ".settle-setup");
const OLDEST_VERILATOR = 5.006;

/** What each apt package is wanted for, and how to tell that it is there already. */
const TOOLS = [
  { apt: "make", present: () => runs("make", "--version") },
  { apt: "g++", present: () => runs("g++", "--version") },
  { apt: "verilator", present: () => verilatorVersion() >= OLDEST_VERILATOR },
  { apt: "libnanomsg-dev", present: () => headerExists("nanomsg/nn.h") },
  { apt: "libmsgpack-cxx-dev", present: () => headerExists("msgpack.hpp") },
];

function runs(command, ...args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function verilatorVersion() {
  const { stdout } = spawnSync("verilator", ["--version"], { encoding: "utf8" });
  return Number(/Verilator (\d+\.\d+)/.exec(stdout ?? "")?.[1] ?? 0);
}

function headerExists(header) {
  return ["/usr/include", "/usr/local/include"].some((folder) => existsSync(join(folder, header)));
}

function fail(text) {
  process.stderr.write(`settle set-up: ${text}\n`);
  process.exit(3);
}

function stampOf() {
  const hash = createHash("sha256").update(process.version);
  for (const file of ["package.json", "package-lock.json", "setup.mjs"]) hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function npmPackages() {
  const prefix = dirname(dirname(process.execPath));
  // nanomsg compiles against Node's own headers; without nodedir node-gyp would try to download them.
  const nodedir = existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {};
  console.log("settle set-up: installing npm packages (compiles nanomsg, about a minute) ...");
  // Not `npm ci`: it refuses a lock file that lacks an optional package of some other platform.
  const { status } = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...nodedir },
  });
  if (status !== 0)
    fail("npm install failed; the messages above say why. Python 3, make and g++ are needed to compile nanomsg.");
}

/** `npx settle` inside the clone: npm links the commands of dependencies only, not those of the project itself. */
function linkCommand() {
  const link = join(root, "node_modules", ".bin", "settle");
  const target = join("..", "..", "cosim", "cli", "settle.mjs");
  try {
    if (readlinkSync(link) === target) return;
  } catch {
    // not there yet, or no link
  }
  rmSync(link, { force: true });
  symlinkSync(target, link);
}

/** The command prefix that may install packages here, or undefined when we may not. */
function privilege() {
  if (!runs("apt-get", "--version")) return undefined;
  if (process.getuid?.() === 0) return [];
  return runs("sudo", "-n", "true") ? ["sudo", "-n"] : undefined;
}

function systemPackages() {
  const missing = TOOLS.filter((tool) => !tool.present()).map((tool) => tool.apt);
  if (missing.length === 0) return;
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...missing];
  const prefix = privilege();
  if (prefix === undefined) {
    fail(
      `missing: ${missing.join(", ")} (Verilator ${OLDEST_VERILATOR} or newer). Type:\n\n  sudo ${install.join(" ")}\n\nthen run this again.`,
    );
  }
  console.log(`settle set-up: installing ${missing.join(", ")} with apt ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (args) => {
    const [command, ...rest] = [...prefix, ...args];
    execFileSync(command, rest, { stdio: ["ignore", "ignore", "inherit"], env });
  };
  try {
    apt(["apt-get", "update"]);
    apt(install);
  } catch {
    fail(
      `apt could not install ${missing.join(", ")}. Type:\n\n  sudo apt-get update && sudo ${install.join(" ")}\n\nand read what it says.`,
    );
  }
  const still = TOOLS.filter((tool) => !tool.present()).map((tool) => tool.apt);
  if (still.length > 0)
    fail(
      `apt installed what it has, but it is too old or incomplete for: ${still.join(", ")}. Verilator ${OLDEST_VERILATOR} or newer is needed.`,
    );
}

const stamp = stampOf();
const upToDate = existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
systemPackages();
if (!upToDate || !existsSync(join(root, "node_modules", "nanomsg"))) npmPackages();
if (!upToDate) writeFileSync(stampFile, stamp);
linkCommand();
