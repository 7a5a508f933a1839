import { SettleError } from "../../src/errors.ts";
import { decode, encode } from "../protocol/codec.ts";
import type { BodyOf, Envelope, MessageName } from "../protocol/messages.ts";
import type { Transport } from "../transport/transport.ts";
import { diagnose, vitalsOf, type Vitals } from "./diagnosis.ts";
import { Conversation, HostFailure, type ConversationOptions, type Request } from "./conversation.ts";
import type { HostChild } from "./host-child.ts";

export interface ExchangeOptions extends ConversationOptions {
  readonly session: number;
}

/** A request on its way. */
interface Outstanding {
  readonly name: MessageName;
  readonly what: string;
  readonly sequence: number;
  readonly message: Uint8Array;
}

/**
 * Numbered request and answer over a transport. Answers at once when the host does; otherwise waits in slices, watches
 * the host's process, repeats the request once (the host answers a repeat from memory), and gives up at the time limit.
 */
export class Exchange extends Conversation {
  private sequence = 0;
  private readonly session: number;

  constructor(
    private readonly transport: Transport,
    private readonly child: HostChild,
    { session, ...options }: ExchangeOptions,
  ) {
    super(options);
    this.session = session;
  }

  protected override ask<N extends MessageName, A extends MessageName>({
    name,
    body,
    answer,
    what,
    limit_ms,
  }: Request<N, A>): BodyOf<A> | Promise<BodyOf<A>> {
    const sequence = this.sequence + 1;
    const message = encode(name, this.session, sequence, body);
    this.sequence = sequence;
    const outstanding = { name, what, sequence, message };
    if (this.isTurnDue) return this.inTurns(outstanding, answer, limit_ms, false);
    const sent = this.send(message);
    const got = sent ? this.collected(outstanding, answer) : undefined;
    return got ?? this.inTurns(outstanding, answer, limit_ms, sent);
  }

  // Without a closure: there are ten thousand of these in a second.

  private send(message: Uint8Array): boolean {
    try {
      return this.transport.send(message);
    } catch (error) {
      return this.breakAt(error);
    }
  }

  private collected<A extends MessageName>(outstanding: Outstanding, answer: A): BodyOf<A> | undefined {
    try {
      return this.collect(outstanding, answer);
    } catch (error) {
      return this.breakAt(error);
    }
  }

  /** The answer, if it comes within a slice; late answers to an earlier sending of the same request are skipped. */
  private collect<A extends MessageName>(outstanding: Outstanding, answer: A): BodyOf<A> | undefined {
    for (;;) {
      const message = this.transport.receive();
      if (message === undefined) return undefined;
      const envelope = decode(message);
      if (this.isMeant(envelope, outstanding)) return this.opened(envelope, outstanding, answer);
    }
  }

  private isMeant(envelope: Envelope, { sequence }: Outstanding): boolean {
    const isComplaint = envelope.name === "Failure" && envelope.sequence === 0;
    if (envelope.session !== this.session) throw unexpected(envelope, `from session ${envelope.session}`);
    if (envelope.sequence > sequence) throw unexpected(envelope, `where ${sequence} is the latest request`);
    return envelope.sequence === sequence || isComplaint;
  }

  private opened<A extends MessageName>(envelope: Envelope, { what, sequence }: Outstanding, answer: A): BodyOf<A> {
    if (envelope.name === answer) return envelope.body;
    if (envelope.name !== "Failure") throw unexpected(envelope, `where ${answer} was to answer ${what}`);
    const { code, text, time } = envelope.body as BodyOf<"Failure">;
    const isOver = code === "PROTOCOL" && sequence !== envelope.sequence;
    throw isOver
      ? new SettleError(code, `the host refused message ${sequence} (${what}): ${text}`)
      : new HostFailure(code, text, time);
  }

  private inTurns<A extends MessageName>(
    outstanding: Outstanding,
    answer: A,
    limit_ms: number,
    alreadySent: boolean,
  ): Promise<BodyOf<A>> {
    return this.busily(() => this.await(outstanding, answer, limit_ms, alreadySent));
  }

  private async await<A extends MessageName>(
    outstanding: Outstanding,
    answer: A,
    limit_ms: number,
    alreadySent: boolean,
  ): Promise<BodyOf<A>> {
    const start = performance.now();
    let vitals: Vitals | undefined;
    let sendings = alreadySent ? 1 : 0;
    for (;;) {
      await this.turn();
      const gone = this.child.isGone; // looked at first: what it sent before it went is still worth reading
      const waited_ms = performance.now() - start;
      const due = sendings === 0 || (sendings === 1 && waited_ms > limit_ms / 2);
      if (due && !gone && this.transport.send(outstanding.message)) sendings++;
      const got = this.collect(outstanding, answer);
      if (got !== undefined) return got;
      if (gone) throw await this.lost(outstanding);
      vitals ??= this.vitals(); // not before it is slow: they cost more than the exchange
      if (waited_ms > limit_ms) throw this.timedOut(outstanding, vitals, limit_ms, sendings);
    }
  }

  private async lost({ sequence, what }: Outstanding): Promise<SettleError> {
    await this.child.drained();
    const { pid, ended, spawnError } = this.child;
    const how =
      spawnError !== undefined
        ? `could not be started: ${spawnError.message}`
        : ended!.signal !== null
          ? `was ended by ${ended!.signal}`
          : `ended with exit code ${ended!.code}`;
    return new SettleError(
      "HOST_LOST",
      `the host (process ${pid ?? "-"}) ${how} while message ${sequence} (${what}) was unanswered${this.child.lastLines()}`,
    );
  }

  private vitals(): Vitals | undefined {
    return this.child.pid === undefined ? undefined : vitalsOf(this.child.pid);
  }

  private timedOut(
    { sequence, what }: Outstanding,
    before: Vitals | undefined,
    limit_ms: number,
    sendings: number,
  ): SettleError {
    const { pid } = this.child;
    const now = this.vitals();
    const sent =
      sendings === 0 ? "could not be sent: nobody is connected" : `was sent ${sendings === 1 ? "once" : "twice"}`;
    return new SettleError(
      "HOST_TIMEOUT",
      `no answer from the host (process ${pid}) within ${limit_ms} ms: we wait for the answer to message ${sequence} (${what}), ` +
        `which ${sent}; ${diagnose(before, now, sequence)}`,
    );
  }
}

const unexpected = ({ name, sequence }: Envelope, where: string) =>
  new SettleError("PROTOCOL", `unexpected message: ${name} number ${sequence} ${where}`);
