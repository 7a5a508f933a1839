import { setImmediate as nextTurn } from "node:timers/promises";
import { SettleError } from "../../src/errors.ts";
import type { BodyOf, MessageName } from "../protocol/messages.ts";

/** Longest that calls in a row may keep the event loop from its turn: signals and the host's end are seen there. */
const TURN_EVERY_MS = 50;

export interface ConversationOptions {
  readonly timeLimit_ms: number;
  readonly signal?: AbortSignal | undefined;
}

/** What is asked, with the kind of its answer and the longest real time that this may take. */
export interface Request<N extends MessageName, A extends MessageName> {
  readonly name: N;
  readonly body: BodyOf<N>;
  readonly answer: A;
  /** For error messages. */
  readonly what: string;
  readonly limit_ms: number;
}

export type Changes = BodyOf<"Outputs">["changes"];
export type Ran = BodyOf<"Ran">;

/** A request that the host refused or the RTL ended; the conversation goes on. */
export class HostFailure extends SettleError {
  constructor(
    code: BodyOf<"Failure">["code"],
    readonly text: string,
    /** ps */
    readonly time: number,
  ) {
    super(code, text);
  }
}

/**
 * Request and answer, one at a time. Answers at once when the digital half does, and gives the event loop its turns. After any
 * error but a HostFailure it is over, and every later request throws the same error.
 */
export abstract class Conversation {
  private busy = false;
  private lastTurn = performance.now();
  private broken: SettleError | undefined;

  constructor(protected readonly options: ConversationOptions) {}

  get isBroken(): boolean {
    return this.broken !== undefined;
  }

  get isBusy(): boolean {
    return this.busy;
  }

  /** Ends the conversation: whoever waits is told `error`. */
  break(error: SettleError): void {
    this.broken ??= error;
  }

  /** `what` says in error messages what the request is for. */
  request<N extends MessageName, A extends MessageName>(
    name: N,
    body: BodyOf<N>,
    answer: A,
    what: string = name,
    limit_ms = this.options.timeLimit_ms,
  ): BodyOf<A> | Promise<BodyOf<A>> {
    this.requireUsable(name);
    return this.ask({ name, body, answer, what, limit_ms });
  }

  /** Sends a request, now that one may be sent, and answers its answer. */
  protected abstract ask<N extends MessageName, A extends MessageName>(
    request: Request<N, A>,
  ): BodyOf<A> | Promise<BodyOf<A>>;

  /** Asks for an Advance, the request that there are most of, and answers what changed. */
  advance(to: number, inputs: BodyOf<"Advance">["inputs"]): Changes | Promise<Changes> {
    const outputs = this.request("Advance", { to, inputs }, "Outputs");
    return outputs instanceof Promise ? outputs.then(({ changes }) => changes) : outputs.changes;
  }

  /** Asks for a Burst, the request that there are most of where windows are short. */
  burst(body: BodyOf<"Burst">): Ran | Promise<Ran> {
    return this.request("Burst", body, "Ran");
  }

  /** Neither broken nor busy, whatever the user may wish meanwhile. */
  protected get isFree(): boolean {
    return this.broken === undefined && !this.busy;
  }

  protected requireUsable(name: MessageName): void {
    if (this.options.signal?.aborted === true) this.break(interrupted());
    if (this.broken !== undefined) throw this.broken;
    if (this.busy)
      throw new SettleError("MISUSE", `${name} while another call is unanswered; await one call before the next`);
  }

  protected get isTurnDue(): boolean {
    return performance.now() - this.lastTurn > TURN_EVERY_MS;
  }

  protected guarded<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      return this.breakAt(error);
    }
  }

  /** For what goes on over several turns of the event loop. */
  protected async busily<T>(action: () => Promise<T>): Promise<T> {
    this.busy = true;
    try {
      return await action();
    } catch (error) {
      return this.breakAt(error);
    } finally {
      this.busy = false;
    }
  }

  /** Throws the error, which ends the conversation unless the host just refused or the RTL ended. */
  protected breakAt(error: unknown): never {
    if (error instanceof SettleError && !(error instanceof HostFailure)) this.break(error);
    throw error;
  }

  /** Lets others have their turn; throws when they have ended the conversation meanwhile. */
  protected async turn(): Promise<void> {
    await nextTurn();
    this.lastTurn = performance.now();
    if (this.options.signal?.aborted === true) this.break(interrupted());
    if (this.broken !== undefined) throw this.broken;
  }
}

const interrupted = () => new SettleError("INTERRUPTED", "the run was interrupted");
