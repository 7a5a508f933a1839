import { SettleError } from "../../src/errors.ts";
import { FlatBlock } from "../protocol/flat-block.ts";
import { readFlat, readOutputs, writeAdvance, writeFlat } from "../protocol/flat.ts";
import { LOCAL_KINDS, MESSAGES, type BodyOf, type MessageName } from "../protocol/messages.ts";
import type { AddonHalf } from "./addon.ts";
import { Conversation, HostFailure, type Changes, type ConversationOptions, type Request } from "./conversation.ts";

export interface LocalOptions extends ConversationOptions {
  /** Every line that the RTL prints. */
  readonly onStderr?: ((line: string) => void) | undefined;
}

/** Looking at the clock would cost as much as an edge of a small model. */
const ADVANCES_PER_LOOK = 16;
const FIRST_BLOCK_WORDS = 8192;
/** Places of the two words that an answer begins with. */
const KIND = 0;
const PRINTED_BYTES = 1;
/** What an answer that is too long says of itself. */
const LENGTH = 1;

/** Requests to a digital half in this process, through one block of memory that both sides see. */
export class LocalExchange extends Conversation {
  private advances = 0;
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
    this.write((block) => writeFlat(block, name, body));
    const got = this.isTurnDue ? undefined : this.guarded(() => this.exchange(answer));
    return got ?? this.busily(() => this.goOn(answer, what, limit_ms));
  }

  /** The same for the request that goes out at every edge: no step of it may cost more than a small model does. */
  override advance(to: number, inputs: BodyOf<"Advance">["inputs"]): Changes | Promise<Changes> {
    const isLookedAround = this.advances++ % ADVANCES_PER_LOOK === 0;
    if (isLookedAround || !this.isFree) this.requireUsable("Advance");
    if (writeAdvance(this.block, to, inputs) > this.block.words) this.write((block) => writeAdvance(block, to, inputs));
    if (!isLookedAround || !this.isTurnDue) {
      this.half.exchange();
      if (this.isPlain("Outputs")) return readOutputs(this.block);
      const got = this.guarded(() => this.received("Outputs"));
      if (got !== undefined) return got.changes;
    }
    return this.busily(() => this.goOn("Outputs", "Advance", this.options.timeLimit_ms)).then(({ changes }) => changes);
  }

  /** An answer of that kind, and nothing else to tell. */
  private isPlain(answer: MessageName): boolean {
    const { doubles } = this.block;
    return doubles[KIND] === MESSAGES[answer].kind && doubles[PRINTED_BYTES] === 0;
  }

  /** Closes the digital half; nothing can be asked of it afterwards. */
  close(): void {
    this.half.close();
    if (this.begun !== "") this.localOptions.onStderr?.(this.begun);
    this.begun = "";
  }

  private write(write: (block: FlatBlock) => number): void {
    const length = write(this.block);
    if (length <= this.block.words) return;
    this.lengthen(length);
    write(this.block);
  }

  private lengthen(words: number): void {
    this.block = new FlatBlock(Math.max(words, 2 * this.block.words));
    this.half.attach(this.block.doubles);
  }

  /** Undefined where the digital half has not come to the end of a long advance. */
  private exchange<A extends MessageName>(answer: A): BodyOf<A> | undefined {
    this.half.exchange();
    return this.received(answer);
  }

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
      const got = this.exchange(answer);
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
