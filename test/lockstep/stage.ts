import { AnalogHalf } from "../../src/lockstep/analog-half.ts";
import type { Converter } from "../../src/lockstep/converters/converter.ts";
import type { Clock } from "../../src/lockstep/digital-peer.ts";
import { Lockstep, type LockstepMode, type Waiting } from "../../src/lockstep/lockstep.ts";
import type { Crossing, Frame, Observer } from "../../src/lockstep/observer.ts";
import { PortValues } from "../../src/lockstep/port-values.ts";
import { checkWiring } from "../../src/lockstep/wiring-check.ts";
import type { DrivenSystem } from "../../src/ode/contracts.ts";
import type { Solver } from "../../src/ode/method.ts";
import { type Picoseconds, plus } from "../../src/time.ts";
import { InMemoryPeer, type Logic } from "./in-memory-peer.ts";

/** Keeps everything that observers are told, as plain data that can be compared bit by bit. */
export class Recording implements Observer {
  readonly frames: Frame[] = [];
  readonly crossings: Crossing[] = [];
  readonly samples: { readonly t: Picoseconds; readonly values: readonly number[] }[] = [];
  frame(frame: Frame): void {
    this.frames.push(frame);
  }
  crossing(crossing: Crossing): void {
    this.crossings.push(crossing);
  }
  sample({ t, values }: { readonly t: Picoseconds; readonly values: Float64Array }): void {
    this.samples.push({ t, values: [...values] });
  }
  /** Times at which a port took a value. */
  timesOf(name: string, value: number): readonly Picoseconds[] {
    return this.frames
      .filter(({ changes }) => changes.some((c) => c.name === name && c.value === value))
      .map(({ t }) => t);
  }
}

export const UNCONDITIONALLY: Waiting = { holds: () => false, watched: () => [], between: () => {} };

export interface Scene<State> {
  readonly logic: Logic<State>;
  readonly system: DrivenSystem;
  readonly wiring: readonly Converter[];
  readonly clocks?: readonly Clock[];
  readonly tolerance?: Solver;
  readonly observers?: readonly Observer[];
  readonly mode?: LockstepMode;
  /** See DigitalPeer. */
  readonly isNear?: boolean;
}

export async function stage<State>({
  logic,
  system,
  wiring,
  clocks = [],
  tolerance,
  observers = [],
  mode = "windowed",
  isNear = false,
}: Scene<State>) {
  const record = new Recording();
  const digital = new InMemoryPeer(logic, isNear);
  const ports = new PortValues(digital.ports);
  checkWiring(ports, clocks, wiring);
  const everyone = [record, ...observers];
  const analog = new AnalogHalf(system, wiring, tolerance ?? { relative: 1e-9, absolute: 1e-12 }, everyone, clocks);
  const halves = { digital, analog, ports, clocks, wiring, probes: [], observers: everyone, mode };
  const lockstep = await Lockstep.start(halves, []);
  const run = async (length: Picoseconds) => {
    await lockstep.advance(plus(lockstep.now, length), UNCONDITIONALLY);
  };
  return { record, digital, ports, analog, lockstep, run };
}
