import { SettleError } from "../../src/errors.ts";
import { FlatBlock } from "../protocol/flat-block.ts";
import {
  readFlat,
  readFlatChanges,
  readFlatRan,
  writeFlat,
  writeFlatAdvance,
  writeFlatBurst,
} from "../protocol/flat.ts";
import { LOCAL_KINDS, MESSAGES, type BodyOf, type MessageName } from "../protocol/messages.ts";
import type { AddonHalf } from "./addon.ts";
import {
  Conversation,
  HostFailure,
  type Changes,
  type ConversationOptions,
  type Ran,
  type Request,
} from "./conversation.ts";

export interface LocalOptions extends ConversationOptions {
  /** Every line that the RTL prints. */
  readonly onStderr?: ((line: string) => void) | undefined;
}

/** Looking at the clock costs as much as an evaluation or two of a small model. */
const EVALUATIONS_PER_LOOK = 16;
const FIRST_BLOCK_WORDS = 8192;
/** Places of the two words that an answer begins with. */
const KIND = 0;
const PRINTED_BYTES = 1;
/** What an answer that is too long says of itself. */
const LENGTH = 1;

/** Requests to a digital half in this process, through one block of memory that both sides see. */
export class LocalExchange extends Conversation {
  /** Evaluations that may be asked for before the next look around, by what is known of them here. */
  private unseen = 0;
  private block = new FlatBlock(FIRST_BLOCK_WORDS);
  /** The last line that the RTL prints may not have ended yet. */
  private begun = "";

  constructor(
    private readonly half: AddonHalf,
    private readonly localOptions: LocalOptions,
  ) {
    super(localOptions);
    half.attach(this.block.doubles);
  }

  protected override ask<N extends MessageName, A extends MessageName>({
    name,
    body,
    answer,
    what,
    limit_ms,
  }: Request<N, A>): BodyOf<A> | Promise<BodyOf<A>> {
    if (!this.holds(writeFlat(this.block, name, body))) writeFlat(this.block, name, body);
    const isTurnDue = this.isTurnDue;
    if (!isTurnDue) this.half.exchange();
    return this.answered(answer, what, limit_ms, !isTurnDue);
  }

  // The two requests that there are most of: no step of them may cost more than a small model does.

  override advance(to: number, inputs: BodyOf<"Advance">["inputs"]): Changes | Promise<Changes> {
    const isTurnDue = this.looksAround("Advance");
    if (!this.holds(writeFlatAdvance(this.block, to, inputs))) writeFlatAdvance(this.block, to, inputs);
    if (!isTurnDue) {
      this.half.exchange();
      if (this.isPlain(MESSAGES.Outputs.kind)) return readFlatChanges(this.block);
    }
    const outputs = this.answered("Outputs", "Advance", this.options.timeLimit_ms, !isTurnDue);
    return outputs instanceof Promise ? outputs.then(({ changes }) => changes) : outputs.changes;
  }

  override burst(body: BodyOf<"Burst">): Ran | Promise<Ran> {
    const isTurnDue = this.looksAround("Burst");
    if (!this.holds(writeFlatBurst(this.block, body))) writeFlatBurst(this.block, body);
    if (!isTurnDue) {
      this.half.exchange();
      if (this.isPlain(MESSAGES.Ran.kind)) return this.counted(readFlatRan(this.block));
    }
    return this.answered("Ran", "Burst", this.options.timeLimit_ms, !isTurnDue);
  }

  /** Whether, now and then, a turn of the event loop is due; who wants to end this is seen then as well. */
  private looksAround(name: MessageName): boolean {
    const isLook = --this.unseen < 0;
    if (isLook || !this.isFree) this.requireUsable(name);
    if (isLook) this.unseen = EVALUATIONS_PER_LOOK;
    return isLook && this.isTurnDue;
  }

  private counted(ran: Ran): Ran {
    this.unseen -= ran.evaluations;
    return ran;
  }

  /** An answer of that kind, and nothing else to tell. */
  private isPlain(kind: number): boolean {
    const { doubles } = this.block;
    return doubles[KIND] === kind && doubles[PRINTED_BYTES] === 0;
  }

  /** What was answered, if anything was asked yet; otherwise, and after a stretch of a long advance, over turns. */
  private answered<A extends MessageName>(
    answer: A,
    what: string,
    limit_ms: number,
    wasAsked: boolean,
  ): BodyOf<A> | Promise<BodyOf<A>> {
    const got = wasAsked ? this.guarded(() => this.received(answer)) : undefined;
    return got ?? this.busily(() => this.goOn(answer, what, limit_ms));
  }

  /** Closes the digital half; nothing can be asked of it afterwards. */
  close(): void {
    this.half.close();
    if (this.begun !== "") this.localOptions.onStderr?.(this.begun);
    this.begun = "";
  }

  /** Whether so many words were all written; from now on the block is long enough for them. */
  private holds(words: number): boolean {
    if (words <= this.block.words) return true;
    this.lengthen(words);
    return false;
  }

  private lengthen(words: number): void {
    this.block = new FlatBlock(Math.max(words, 2 * this.block.words));
    this.half.attach(this.block.doubles);
  }

  /** Undefined where the digital half has not come to the end of a long advance. */
  private received<A extends MessageName>(answer: A): BodyOf<A> | undefined {
    if (this.block.doubles[KIND] === LOCAL_KINDS.tooLong) this.lengthen(this.block.doubles[LENGTH]);
    const { doubles } = this.block;
    if (doubles[PRINTED_BYTES] > 0) this.tellPrinted();
    if (doubles[KIND] === MESSAGES[answer].kind) return readFlat(this.block, answer);
    if (doubles[KIND] === LOCAL_KINDS.underWay) return undefined;
    if (doubles[KIND] !== MESSAGES.Failure.kind)
      throw new SettleError("PROTOCOL", `unexpected message: kind ${doubles[KIND]} where ${answer} was to come`);
    const { code, text, time } = readFlat(this.block, "Failure");
    throw new HostFailure(code, text, time);
  }

  private tellPrinted(): void {
    const lines = (this.begun + this.half.printed()).split("\n");
    this.begun = lines.pop() ?? "";
    for (const line of lines) this.localOptions.onStderr?.(line);
  }

  private async goOn<A extends MessageName>(answer: A, what: string, limit_ms: number): Promise<BodyOf<A>> {
    const start = performance.now();
    for (;;) {
      await this.turn();
      this.half.exchange();
      const got = this.received(answer);
      if (got !== undefined) return got;
      if (performance.now() - start > limit_ms) throw slow(what, limit_ms);
    }
  }
}

const slow = (what: string, limit_ms: number): SettleError =>
  new SettleError(
    "HOST_TIMEOUT",
    `no answer from the digital half in this process within ${limit_ms} ms to ${what}: it is slow, not dead; raise the time limit`,
  );
