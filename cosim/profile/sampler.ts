import { Session, type Profiler } from "node:inspector/promises";

/** Fine enough for parts of a percent in a run of seconds, coarse enough to cost little. */
const INTERVAL_US = 500;

/** V8's sampling profiler around a stretch of this process. */
export class Sampler {
  private readonly session = new Session();
  private startedAt = 0;

  async start(): Promise<void> {
    this.session.connect();
    await this.session.post("Profiler.enable");
    await this.session.post("Profiler.setSamplingInterval", { interval: INTERVAL_US });
    this.startedAt = performance.now(); // V8's clock begins within the call, and begins to sample some time after
    await this.session.post("Profiler.start");
  }

  /** The profile, when it began (performance.now(), ms), and the wall time that it is to account for. */
  async stop(): Promise<{ readonly profile: Profiler.Profile; readonly startedAt: number; readonly wall_s: number }> {
    const { startedAt } = this;
    const wall_s = (performance.now() - startedAt) / 1e3;
    const { profile } = await this.session.post("Profiler.stop");
    this.session.disconnect();
    return { profile, startedAt, wall_s };
  }
}
