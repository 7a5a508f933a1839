import { closeSync, openSync, writeSync } from "node:fs";
import type { Frame, Observer, Sample } from "../../src/lockstep/observer.ts";
import { VcdEncoder } from "../../src/observe/vcd.ts";
import type { VcdSignals } from "../../src/observe/vcd-header.ts";
import type { Picoseconds } from "../../src/time.ts";

/** Text is gathered up to this length before it is written: bounds the memory, and the number of system calls. */
const CHUNK_CHARACTERS = 1 << 16;

/**
 * Streams waveforms to a file. Writes synchronously, so nothing queues up in memory however long the run, and always
 * whole instants, so the file is readable wherever it ends after a write.
 */
export class WavesFile implements Observer {
  private readonly encoder: VcdEncoder;
  private readonly descriptor: number;
  private readonly pending: string[] = [];
  private pendingLength = 0;
  private open = true;

  constructor(path: string, signals: VcdSignals) {
    this.encoder = new VcdEncoder(signals);
    this.descriptor = openSync(path, "w");
    this.keep(this.encoder.header());
    this.flush();
  }

  frame(frame: Frame): void {
    this.keep(this.encoder.frame(frame));
  }

  sample(sample: Sample): void {
    this.keep(this.encoder.sample(sample));
  }

  /** Brings everything before the present instant onto the disk. */
  flush(): void {
    let rest = Buffer.from(this.pending.join(""), "latin1");
    this.pending.length = 0;
    this.pendingLength = 0;
    while (rest.length > 0) rest = rest.subarray(writeSync(this.descriptor, rest));
  }

  /** `t` is the time at which the run ended. Idempotent. */
  close(t: Picoseconds): void {
    if (!this.open) return;
    this.open = false;
    try {
      this.keep(this.encoder.end(t));
      this.flush();
    } finally {
      closeSync(this.descriptor);
    }
  }

  private keep(text: string): void {
    if (text === "") return;
    this.pending.push(text);
    this.pendingLength += text.length;
    if (this.pendingLength >= CHUNK_CHARACTERS) this.flush();
  }
}
