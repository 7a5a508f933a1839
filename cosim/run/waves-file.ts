import { closeSync, openSync, writeSync } from "node:fs";
import type { Frame, Observer, Sample } from "../../src/lockstep/observer.ts";
import { AsciiText } from "../../src/observe/ascii-text.ts";
import { VcdEncoder } from "../../src/observe/vcd.ts";
import type { VcdSignals } from "../../src/observe/vcd-header.ts";
import type { Picoseconds } from "../../src/time.ts";

/** Text is gathered up to this length before it is written: bounds the memory, and the number of system calls. */
const CHUNK_BYTES = 1 << 16;

/**
 * Streams waveforms to a file. Writes synchronously, so nothing queues up in memory however long the run, and always
 * whole instants, so the file is readable wherever it ends after a write.
 */
export class WavesFile implements Observer {
  private readonly text = new AsciiText();
  private readonly encoder: VcdEncoder;
  private readonly descriptor: number;
  private open = true;

  /** Analog signals are those at `places` in the values of a sample. */
  constructor(path: string, signals: VcdSignals, places?: readonly number[]) {
    this.encoder = new VcdEncoder(signals, this.text, places);
    this.descriptor = openSync(path, "w");
    this.flush();
  }

  frame(frame: Frame): void {
    this.encoder.frame(frame);
    this.flushWhereLong();
  }

  sample(sample: Sample): void {
    this.encoder.sample(sample);
    this.flushWhereLong();
  }

  /** Brings everything before the present instant onto the disk. */
  flush(): void {
    this.encoder.write();
    let rest = this.text.take();
    while (rest.length > 0) rest = rest.subarray(writeSync(this.descriptor, rest));
  }

  /** `t` is the time at which the run ended. Idempotent. */
  close(t: Picoseconds): void {
    if (!this.open) return;
    this.open = false;
    try {
      this.encoder.end(t);
      this.flush();
    } finally {
      closeSync(this.descriptor);
    }
  }

  private flushWhereLong(): void {
    if (this.text.length >= CHUNK_BYTES) this.flush();
  }
}
