/**
 * Carries whole messages between this process and one peer, and knows nothing of what they say. Calls never wait longer
 * than a slice of a few milliseconds, so that whoever waits can look after the peer, the clock and the user meanwhile.
 */
export interface Transport {
  readonly kind: "ipc" | "tcp";
  /** Where the peer connects to. */
  readonly address: string;
  /** False when the message could not be handed over within the slice; it was not sent then. */
  send(message: Uint8Array): boolean;
  /** Undefined when nothing came within the slice. */
  receive(): Uint8Array | undefined;
  /** Idempotent. Drops what is still queued, and removes whatever the transport made. */
  close(): void;
}

export type BusKind = Transport["kind"];
