import { cyclesSinceReset } from "../../analog-models/sources/sine.ts";
import { SettleError } from "../../src/errors.ts";
import type { Change, DigitalPeer } from "../../src/lockstep/digital-peer.ts";
import type { Picoseconds } from "../../src/time.ts";
import bench from "../benches/tracking-adc.ts";
import { trackedExactly } from "../benches/tracking-adc/closed-form.ts";
import { BITS, CLOCK_NS, CODES, RESET_EDGES, trackingOf } from "../benches/tracking-adc/parameters.ts";
import { openDigital } from "../host/open-digital.ts";
import { projectRoot } from "../run/project-root.ts";
import type { Subject } from "./measure.ts";

const CLOCK_PS = CLOCK_NS * 1000;
/** Weights of the secant through a bracket's ends until they are trusted no more. */
const SECANTS = 6;

/**
 * The tracking ADC without a framework: what a loop for this circuit and no other costs when it does what the lockstep does, an
 * exchange at every clock edge and at every crossing, which is located to the picosecond. It knows that there is one crossing
 * between two edges at most, and that nobody looks.
 */
class ByHand {
  private readonly rate: number;
  private readonly circuit: ReturnType<typeof trackingOf>;
  private readonly ports: { readonly reset: number; readonly above: number; readonly code: number };
  private readonly toggles: number;
  private readonly sum: number;
  private code = 0;
  /** Of the capacitor at the last rising edge, and where it goes. */
  private v = 0;
  private goal = 0;
  private cycles = 0;
  /** As last reported by the counter. */
  toggled = 0;
  summed = 0;

  constructor(
    private readonly peer: DigitalPeer,
    circuit: ReturnType<typeof trackingOf>,
  ) {
    this.circuit = circuit;
    this.rate = -1 / (circuit.resistance * circuit.capacitance);
    const at = (port: string) => peer.ports.findIndex(({ name }) => name === port);
    this.ports = { reset: at("rst_ni"), above: at("cmp_i"), code: at("dac_o") };
    this.toggles = at("toggles_o");
    this.sum = at("sum_o");
  }

  async run(edges: number): Promise<void> {
    let above = 0;
    this.beginAt(0);
    for (let n = 0; n < edges; n++) {
      const start = n === 0 ? 0 : CLOCK_PS / 2 + (n - 1) * CLOCK_PS;
      const rise = CLOCK_PS / 2 + n * CLOCK_PS;
      const now = this.difference(rise - start) > 0 ? 1 : 0;
      const crossing = now === above ? Number.POSITIVE_INFINITY : start + this.crossing(rise - start, now);
      const fall = rise - CLOCK_PS / 2;
      // An answer that is there is not waited for: that would cost as much as it does.
      let asked = n > 0 && fall <= crossing ? this.ask(fall, NOTHING) : undefined;
      if (asked !== undefined) await asked;
      asked = now === above ? undefined : this.ask(crossing, [{ index: this.ports.above, value: now }]);
      if (asked !== undefined) await asked;
      asked = n > 0 && fall > crossing ? this.ask(fall, NOTHING) : undefined;
      if (asked !== undefined) await asked;
      asked = this.ask(rise, NOTHING);
      if (asked !== undefined) await asked;
      if (n === RESET_EDGES - 1) await this.ask(rise, [{ index: this.ports.reset, value: 1 }]);
      above = now;
      this.v = this.capacitor(rise - start);
      this.beginAt(rise);
    }
  }

  private beginAt(t: number): void {
    this.goal = (this.circuit.reference * this.code) / CODES;
    this.cycles = cyclesSinceReset(this.circuit.input.frequency, t);
  }

  private capacitor(after_ps: number): number {
    return this.v + (this.v - this.goal) * Math.expm1(this.rate * after_ps * 1e-12);
  }

  private difference(after_ps: number): number {
    const { offset, amplitude, frequency } = this.circuit.input;
    const input = offset + amplitude * Math.sin(2 * Math.PI * (this.cycles + frequency * after_ps * 1e-12));
    return input - this.capacitor(after_ps);
  }

  /** The first picosecond at which the comparator is what it is at `until`. */
  private crossing(until: number, now: number): number {
    const side = now === 1 ? 1 : -1;
    let [low, high] = [0, until];
    let [atLow, atHigh] = [side * this.difference(0), side * this.difference(until)];
    for (let i = 0; high - low > 1; i++) {
      const aimed = i < SECANTS ? Math.ceil(low - ((high - low) * atLow) / (atHigh - atLow)) : (low + high) >> 1;
      const x = Math.min(high - 1, Math.max(low + 1, aimed));
      const y = side * this.difference(x);
      if (y > 0) [high, atHigh, atLow] = [x, y, i % 2 === 1 ? atLow / 2 : atLow];
      else [low, atLow, atHigh] = [x, y, i % 2 === 1 ? atHigh / 2 : atHigh];
    }
    return high;
  }

  private ask(t: number, inputs: readonly Change[]): void | Promise<void> {
    const answer = this.peer.advance(t as Picoseconds, inputs);
    if (answer instanceof Promise) return answer.then((changes) => this.take(changes));
    this.take(answer);
  }

  private take(changes: readonly Change[]): void {
    for (let k = 0; k < changes.length; k++) {
      const { index, value } = changes[k];
      if (index === this.ports.code) this.code = Number(value);
      else if (index === this.toggles) this.toggled = Number(value);
      else if (index === this.sum) this.summed = Number(value);
    }
  }
}

const NOTHING: readonly Change[] = [];

export const BY_HAND = "tracking ADC in process, a loop of its own";

/** What is left when there is no framework. Its counts must be exact. */
export function trackingByHand(edges: number): Subject {
  const parameters = bench.parameters.parse({ edges });
  const { rtl, clocks } = bench.setup(parameters, 1);
  const circuit = trackingOf(parameters);
  return {
    name: BY_HAND,
    unit: "clock cycle",
    open: async () => {},
    run: async () => {
      const peer = await openDigital({ rtl, root: projectRoot, transport: "in-process" });
      await peer.reset({ clocks, inputs: [], probes: [] });
      const loop = new ByHand(peer, circuit);
      const start = process.hrtime.bigint();
      await loop.run(edges);
      const seconds = Number(process.hrtime.bigint() - start) * 1e-9;
      await peer.close();
      const exact = trackedExactly(circuit, BITS, edges);
      if (loop.summed !== exact.sum || loop.toggled !== exact.toggles)
        throw new SettleError("MISUSE", "the loop of the benchmark miscounts");
      return { units: edges, seconds };
    },
    close: async () => {},
  };
}
