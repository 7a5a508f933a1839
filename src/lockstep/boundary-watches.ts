import { NEVER, type Picoseconds } from "../time.ts";
import type { Converter, HeardBits } from "./converters/converter.ts";
import type { Watch } from "./digital-peer.ts";
import type { PortValues } from "./port-values.ts";

const AT_ONCE = 0 as Picoseconds;

type WatchedBits = Pick<Watch, "index" | "lsb" | "width" | "edge">;

/** What the digital half must stop for, by the wiring. */
export class BoundaryWatches {
  /** Ports that drive the circuit, whole. */
  private readonly drives: readonly WatchedBits[];
  /** Bits that converters to digital answer to. */
  private readonly heard: readonly Watch[];
  /** As last asked for: most windows are like the one before. */
  private last: { readonly slack: Picoseconds; readonly until: Picoseconds; readonly watches: readonly Watch[] };

  constructor(ports: PortValues, converters: readonly Converter[]) {
    const whole = ({ port }: HeardBits): WatchedBits => {
      const index = ports.at(port, "a converter");
      return { index, lsb: 0, width: ports.port(index).width, edge: "change" };
    };
    const slice = ({ port, lsb, width, answers }: HeardBits): WatchedBits => ({
      index: ports.at(port, "a converter"),
      lsb,
      width,
      edge: answers ?? "change",
    });
    const hearing = (direction: Converter["direction"]) =>
      converters.filter((converter) => converter.direction === direction).flatMap(({ hears }) => hears);
    this.drives = distinct(hearing("D->A").map(whole));
    this.heard = distinct(hearing("A->D").map(slice)).map((bits) => watchOf(bits, AT_ONCE, NEVER));
    this.last = { slack: NEVER, until: NEVER, watches: this.heard };
  }

  /** What is heard stops at once; a drive before `until` after its `slack`, which may be endless. */
  watches(slack: Picoseconds, until: Picoseconds): readonly Watch[] {
    if (slack === NEVER) return this.heard;
    if (slack !== this.last.slack || until !== this.last.until) {
      const watches = [...this.heard, ...this.drives.map((bits) => watchOf(bits, slack, until))];
      this.last = { slack, until, watches };
    }
    return this.last.watches;
  }
}

// Made for nearly every window. A copy by `...` would cost ten times as much.
const watchOf = ({ index, lsb, width, edge }: WatchedBits, slack: Picoseconds, until: Picoseconds): Watch => ({
  index,
  lsb,
  width,
  edge,
  slack,
  until,
});

/** Stops right after any change of a port, or a rise or fall of one of a single bit. */
export function watchOfPort(ports: PortValues, index: number, edge: Watch["edge"]): Watch {
  const { width } = ports.port(index);
  return watchOf({ index, lsb: 0, width, edge: width === 1 ? edge : "change" }, AT_ONCE, NEVER);
}

function distinct(watches: readonly WatchedBits[]): readonly WatchedBits[] {
  return [...new Map(watches.map((watch) => [Object.values(watch).join(" "), watch])).values()];
}
