import type { Evaluation } from "./element.ts";
import type { Span } from "./layout.ts";

const NONE: ReadonlySet<number> = new Set();

/** Which states a value depends on, found when it is asked for: places are indices into the flat array, states come first. */
export class StateDependencies {
  private readonly known = new Map<Span, ReadonlySet<number>>();

  constructor(
    private readonly stateCount: number,
    private readonly writers: readonly (Evaluation | undefined)[],
  ) {}

  /** Ascending. */
  of(place: number): readonly number[] {
    return [...this.behind(place)].sort((a, b) => a - b);
  }

  private behind(place: number): ReadonlySet<number> {
    if (place < this.stateCount) return new Set([place]);
    const writer = this.writers[place];
    if (writer === undefined) return NONE;
    if (writer.dependence === "elementwise") return this.behindElement(writer, place);
    const { reads, writes } = writer;
    if (writer.dependence !== "pairwise") return united(reads.map((span) => this.behindSpan(span)));
    return this.behindSpan(reads[writes.findIndex(({ base, size }) => place >= base && place < base + size)]);
  }

  private behindElement({ reads, writes }: Evaluation, place: number): ReadonlySet<number> {
    const k = place - writes[0].base;
    return united(reads.map(({ base, stride }) => this.behind(base + k * stride)));
  }

  private behindSpan(span: Span): ReadonlySet<number> {
    const found = this.known.get(span) ?? united(placesOf(span).map((place) => this.behind(place)));
    this.known.set(span, found);
    return found;
  }
}

const placesOf = ({ base, size, stride }: Span): number[] =>
  Array.from({ length: stride === 0 ? 1 : size }, (_, k) => base + k);

function united(sets: readonly ReadonlySet<number>[]): ReadonlySet<number> {
  const all = new Set<number>();
  for (const set of sets) for (const state of set) all.add(state);
  return all;
}
