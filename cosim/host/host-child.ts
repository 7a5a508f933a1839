import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

const KEPT_LINES = 20;

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Spawned {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Handed over on standard input, which stays open: its end tells the host that we are gone. */
  readonly secret: string;
  readonly onStderr?: ((line: string) => void) | undefined;
}

/** The host's process: started, listened to, and ended. Never outlives this one. */
export class HostChild {
  private readonly child: ChildProcess;
  private readonly lines: string[] = [];
  private readonly closed: Promise<void>;
  /** Set once the process has ended. */
  ended: Ended | undefined;
  /** Why it could not be started. */
  spawnError: Error | undefined;

  constructor({ command, args, cwd, secret, onStderr }: Spawned) {
    this.child = spawn(command, args, { cwd, stdio: ["pipe", "ignore", "pipe"] });
    this.child.once("error", (error) => (this.spawnError = error));
    this.child.once("exit", (code, signal) => (this.ended = { code, signal }));
    this.closed = new Promise((resolve) => this.child.once("close", () => resolve()));
    // A host that dies at once closes the pipe under us: its exit tells more than EPIPE does.
    this.child.stdin!.on("error", () => {});
    this.child.stdin!.write(`${secret}\n`);
    createInterface({ input: this.child.stderr! }).on("line", (line) => {
      this.lines.push(line);
      if (this.lines.length > KEPT_LINES) this.lines.shift();
      onStderr?.(line);
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isGone(): boolean {
    return this.ended !== undefined || this.spawnError !== undefined;
  }

  /** What it said last, for the message that tells of its end. */
  lastLines(): string {
    return this.lines.length === 0 ? "" : `; its last lines:\n  ${this.lines.join("\n  ")}`;
  }

  kill(): void {
    if (!this.isGone) this.child.kill("SIGKILL");
  }

  /** Closes its standard input, waits, and ends it by force when it does not go. */
  async stop(patience_ms: number): Promise<void> {
    this.child.stdin!.destroy();
    if (this.spawnError !== undefined) return;
    const force = setTimeout(() => this.child.kill("SIGKILL"), patience_ms);
    await this.closed;
    clearTimeout(force);
  }

  /** Resolves when its output has been read to the end. */
  drained(): Promise<void> {
    return this.spawnError === undefined ? this.closed : Promise.resolve();
  }
}
