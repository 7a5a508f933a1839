import { SettleError } from "../../src/errors.ts";
import { FlatBlock, readFlat, writeFlat } from "../protocol/flat.ts";
import { IN_PROCESS_KINDS, MESSAGES, type BodyOf, type MessageName } from "../protocol/messages.ts";
import type { AddonHalf } from "./addon.ts";
import { Conversation, HostFailure, type ConversationOptions } from "./conversation.ts";

export interface InProcessOptions extends ConversationOptions {
  /** Every line that the RTL prints. */
  readonly onStderr?: ((line: string) => void) | undefined;
}

const FIRST_BLOCK_WORDS = 8192;
/** Places of the two words that an answer begins with. */
const KIND = 0;
const PRINTED_BYTES = 1;
/** What an answer that is too long says of itself. */
const LENGTH = 1;

/** Requests to a digital half in this process, through one block of memory that both sides see. */
export class InProcess extends Conversation {
  private block = new FlatBlock(FIRST_BLOCK_WORDS);
  /** The last line that the RTL prints may not have ended yet. */
  private begun = "";

  constructor(
    private readonly half: AddonHalf,
    private readonly inProcessOptions: InProcessOptions,
  ) {
    super(inProcessOptions);
    half.attach(this.block.doubles);
  }

  override request<N extends MessageName, A extends MessageName>(
    name: N,
    body: BodyOf<N>,
    answer: A,
    what: string = name,
    limit_ms = this.options.timeLimit_ms,
  ): BodyOf<A> | Promise<BodyOf<A>> {
    this.requireUsable(name);
    this.write(name, body);
    const got = this.isTurnDue ? undefined : this.guarded(() => this.exchange(answer));
    return got ?? this.busily(() => this.goOn(answer, what, limit_ms));
  }

  /** Closes the digital half; nothing can be asked of it afterwards. */
  close(): void {
    this.half.close();
    if (this.begun !== "") this.inProcessOptions.onStderr?.(this.begun);
    this.begun = "";
  }

  private write<N extends MessageName>(name: N, body: BodyOf<N>): void {
    const length = writeFlat(this.block, name, body);
    if (length <= this.block.words) return;
    this.lengthen(length);
    writeFlat(this.block, name, body);
  }

  private lengthen(words: number): void {
    this.block = new FlatBlock(Math.max(words, 2 * this.block.words));
    this.half.attach(this.block.doubles);
  }

  /** Undefined where the digital half has not come to the end of a long advance. */
  private exchange<A extends MessageName>(answer: A): BodyOf<A> | undefined {
    this.half.exchange();
    const { doubles } = this.block;
    if (doubles[KIND] === IN_PROCESS_KINDS.tooLong) this.lengthen(doubles[LENGTH]);
    return this.answered(answer);
  }

  private answered<A extends MessageName>(answer: A): BodyOf<A> | undefined {
    const { doubles } = this.block;
    if (doubles[PRINTED_BYTES] > 0) this.tellPrinted();
    if (doubles[KIND] === MESSAGES[answer].kind) return readFlat(this.block, answer);
    if (doubles[KIND] === IN_PROCESS_KINDS.underWay) return undefined;
    if (doubles[KIND] !== MESSAGES.Failure.kind)
      throw new SettleError("PROTOCOL", `unexpected message: kind ${doubles[KIND]} where ${answer} was to come`);
    const { code, text, time } = readFlat(this.block, "Failure");
    throw new HostFailure(code, text, time);
  }

  private tellPrinted(): void {
    const lines = (this.begun + this.half.printed()).split("\n");
    this.begun = lines.pop() ?? "";
    for (const line of lines) this.inProcessOptions.onStderr?.(line);
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
