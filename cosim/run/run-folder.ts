import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { makeFolder, named, refuseUnlessFolder } from "./run-folder-place.ts";
import { sweepLeftovers } from "./run-folder-sweep.ts";
import { type RunIdentity, runName } from "./run-name.ts";

/**
 * The folder of one run, written whole or not at all: everything goes to `<root>/.partial-<name>-<pid>` first, and
 * `publish` swaps that for `<root>/<name>` by renaming. A reader sees the old run or the new one, never a mixture.
 */
export class RunFolder {
  /** Where files are written until `publish`. */
  readonly partial: string;
  /** Where they are afterwards. */
  readonly final: string;
  /** As result.json names it. */
  readonly folder: string;
  private readonly replaced: string;
  private open = true;
  /** Whatever ends the program, it leaves no half-written folder. */
  private readonly onExit = () => this.discard();

  /**
   * Creates `root` and the partial folder; removes what runs of dead processes left behind. Where that cannot be, and where
   * something that is no folder has the run's name, SettleError OUT_OF_RANGE.
   */
  constructor(root: string, identity: RunIdentity) {
    const name = runName(identity);
    this.final = join(root, name);
    this.folder = `runs/${name}`;
    this.partial = join(root, `.partial-${name}-${process.pid}`);
    this.replaced = join(root, `.replaced-${name}-${process.pid}`);
    named(root, () => {
      makeFolder(root);
      refuseUnlessFolder(this.final);
      sweepLeftovers(root);
      rmSync(this.partial, { recursive: true, force: true }); // an earlier run of this very process
      mkdirSync(this.partial);
    });
    process.once("exit", this.onExit);
  }

  path(file: string): string {
    return join(this.partial, file);
  }

  /** Writes a file and waits until it is on the disk, so that a published folder survives a power cut. */
  write(file: string, text: string): void {
    const descriptor = openSync(this.path(file), "w");
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  /** Replaces the folder of an earlier run whole. Answers the final path. */
  publish(): string {
    if (!this.open) return this.final;
    refuseUnlessFolder(this.final); // it may have come in the meantime
    this.open = false;
    for (;;) {
      try {
        renameSync(this.final, this.replaced);
      } catch (error) {
        if (codeOf(error) !== "ENOENT") throw error;
      }
      try {
        renameSync(this.partial, this.final);
        break;
      } catch (error) {
        // Another process published the same run between our two renames: move that one away as well.
        if (codeOf(error) !== "ENOTEMPTY" && codeOf(error) !== "EEXIST") throw error;
        rmSync(this.replaced, { recursive: true, force: true });
      }
    }
    rmSync(this.replaced, { recursive: true, force: true });
    process.off("exit", this.onExit);
    return this.final;
  }

  /** Leaves nothing of this run; an earlier run stays as it was. Idempotent, and harmless after `publish`. */
  discard(): void {
    this.open = false;
    process.off("exit", this.onExit);
    rmSync(this.partial, { recursive: true, force: true });
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
