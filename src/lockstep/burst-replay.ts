import { SettleError } from "../errors.ts";
import { formatTime, NEVER, type Picoseconds, plus } from "../time.ts";
import type { Burst, BurstRecord, Change, Moment } from "./digital-peer.ts";

const NOTHING: readonly Change[] = [];

/**
 * A burst that was run, handed out one evaluation at a time in the order of the strict loop, which asks for the same
 * edges, steps and events. Where it does not, an event came or stayed away against the lookahead of its converter.
 */
export class BurstReplay {
  private evaluation = 0;
  private frame = 0;
  private event = 0;

  /** `describe` names a port, and who drives it. */
  constructor(
    private readonly burst: Burst,
    private readonly record: BurstRecord,
    private readonly describe: (index: number) => string,
  ) {}

  get isOver(): boolean {
    return this.evaluation === this.record.evaluations;
  }

  /** Where the digital half stands. */
  get end(): Picoseconds {
    return this.record.time;
  }

  /** Events before this instant belong to the burst; one at its very end may. */
  get eventLimit(): Picoseconds {
    return this.nextEvent?.t === this.end ? plus(this.end, 1 as Picoseconds) : this.end;
  }

  /** The next event that the digital half was given. */
  private get nextEvent(): Moment | undefined {
    return this.event < this.record.events ? this.burst.events[this.event] : undefined;
  }

  /** The RTL ends by itself in the next evaluation. */
  get hasEnded(): boolean {
    return this.record.ended === "yes";
  }

  /** Outputs that change in the evaluation at `t`; `events` are the inputs of an event there. */
  take(t: Picoseconds, events: readonly Change[] | undefined): readonly Change[] {
    if (events === undefined) this.requireNoneMissed(t);
    else this.requireExpected(t, events);
    const frame = this.record.frames[this.frame];
    const isMine = frame?.evaluation === this.evaluation++;
    if (!isMine) return NOTHING;
    if (frame.time !== t) {
      throw new SettleError(
        "PROTOCOL",
        `evaluation ${frame.evaluation} of a burst was at ${formatTime(frame.time)} for the digital half and at ` +
          `${formatTime(t)} for us`,
      );
    }
    this.frame++;
    return frame.changes;
  }

  /** Time has come to the end of the burst, and so must its record. */
  requireOver(): void {
    this.requireComplete();
    if (this.isOver) return;
    throw new SettleError(
      "PROTOCOL",
      `the digital half was evaluated ${this.record.evaluations} times in a burst up to ${formatTime(this.end)}, and by our ` +
        `count ${this.evaluation} times`,
    );
  }

  /** Time has come to the end: every event that the digital half was given must have come. */
  requireComplete(): void {
    this.requireNoneMissed(NEVER);
  }

  private requireExpected(t: Picoseconds, events: readonly Change[]): void {
    const planned = this.nextEvent;
    if (planned?.t === t && areEqual(planned.inputs, events)) {
      this.event++;
      return;
    }
    throw new SettleError(
      "LOOKAHEAD",
      `${this.describe(events[0].index)}: an event at ${formatTime(t)} comes of a drive after which the digital half ` +
        `had run on to ${formatTime(this.end)}, as the declared lookahead allowed; make lookahead() answer the least ` +
        "delay it can have in that state",
    );
  }

  private requireNoneMissed(t: Picoseconds): void {
    const planned = this.nextEvent;
    if (planned === undefined || planned.t >= t) return;
    throw new SettleError(
      "LOOKAHEAD",
      `${this.describe(planned.inputs[0].index)}: a drive prevents an event at ${formatTime(planned.t)} that the digital ` +
        "half was given already, as the declared lookahead allowed; make lookahead() answer the least delay it can have " +
        "in that state",
    );
  }
}

function areEqual(a: readonly Change[], b: readonly Change[]): boolean {
  return a.length === b.length && a.every(({ index, value }, i) => index === b[i].index && value === b[i].value);
}
