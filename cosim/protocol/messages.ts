import { bytes, list, orNever, record, text, uint, word, type Fields, type RecordOf } from "./fields.ts";

/**
 * The one source of the wire format: cosim/host/cpp/generated/wire.hpp, the files in generated/ and the table in
 * docs/protocol.md are written from it. Append only: kinds are never renumbered, fields and words only ever added at the end,
 * with a new PROTOCOL_VERSION.
 */
export const PROTOCOL_VERSION = 2;

/** Everything on the wire is refused above these, before memory is taken for it. */
export const MAX_MESSAGE_BYTES = 64 * 2 ** 20;
/** Arrays within arrays: message > list > record > list > record is 5. */
export const MAX_DEPTH = 6;
/** The widest signal: 2^16 bits. */
export const MAX_BITS_BYTES = 8192;
export const MAX_PORTS = 4096;
export const MAX_PROBES = 4096;
export const MAX_CLOCKS = 64;
const MAX_NAME_BYTES = 1024;
const MAX_TEXT_BYTES = 65_536;
export const MAX_TIME_PS = Number.MAX_SAFE_INTEGER;
/** Most edges, events and steps of one burst, so that an answer never takes long. */
export const MAX_EVALUATIONS = 16_384;
export const MAX_STEPS = 1024;
const MAX_WATCHES = 2 * MAX_PORTS;

/** Ticks per second of both sides' clocks, as an exponent: 10^-12 s. */
export const TIME_PRECISION_EXPONENT = 12;

/** Codes of src/errors.ts that a host can answer with. */
export const FAILURE_CODES = [
  "PROTOCOL",
  "HANDSHAKE",
  "MISUSE",
  "UNKNOWN_NAME",
  "OUT_OF_RANGE",
  "ASSERTION",
  "RTL_FINISH",
  "ZERO_DELAY_LOOP",
] as const;

const time = uint(MAX_TIME_PS);
const until = orNever(MAX_TIME_PS);
const name = text(MAX_NAME_BYTES);
/** Up to 32 bits wide an unsigned integer; wider, ceil(width / 8) bytes, the least significant first. */
const bits = { type: "bits", maxBytes: MAX_BITS_BYTES } as const;

const port = record("Port", { name, width: uint(MAX_BITS_BYTES * 8), direction: word(["in", "out"]) });
/** Index into the port table, continued by the probes of the last Configure. */
const change = record("Change", { index: uint(MAX_PORTS + MAX_PROBES - 1), value: bits });
const clock = record("Clock", { port: uint(MAX_PORTS - 1), period: time, firstRise: time, high: time });

const moment = record("Moment", { t: time, inputs: list(change, MAX_PORTS) });
const watch = record("Watch", {
  index: uint(MAX_PORTS - 1),
  lsb: uint(MAX_BITS_BYTES * 8),
  width: uint(MAX_BITS_BYTES * 8),
  edge: word(["change", "rise", "fall"]),
  slack: until,
  until,
});
const step = record("Step", {
  inputs: list(change, MAX_PORTS),
  /** Ports that must all be 1 right before the edge that ends the step. */
  ready: list(uint(MAX_PORTS - 1), MAX_PORTS),
  reads: list(uint(MAX_PORTS - 1), MAX_PORTS),
  cycles: time,
});
const frame = record("Frame", {
  evaluation: uint(2 * MAX_EVALUATIONS),
  time,
  changes: list(change, MAX_PORTS + MAX_PROBES),
});
const stepEnd = record("StepEnd", { time, values: list(bits, MAX_PORTS) });

/** What each side must agree with the other about before anything runs; `version` stays first for ever. */
const identity = {
  version: uint(2 ** 32 - 1),
  /** Half of the session's secret: the client sends the first half, the host answers with the second. */
  proof: bytes(64),
  rtlHash: text(64),
  timePrecision: uint(18),
  ports: list(port, MAX_PORTS),
} as const;

interface Message {
  readonly kind: number;
  readonly from: "client" | "host";
  /** For the manual. */
  readonly says: string;
  readonly fields: Fields;
}

export const MESSAGES = {
  Hello: { kind: 1, from: "client", says: "Opens the session: what the client was built against.", fields: identity },
  Welcome: { kind: 2, from: "host", says: "Answers Hello: what the host was built from.", fields: identity },
  Configure: {
    kind: 3,
    from: "client",
    says: "Makes the model anew at time 0 and evaluates it once; answered by Outputs with every output and probe.",
    fields: { clocks: list(clock, MAX_CLOCKS), inputs: list(change, MAX_PORTS), probes: list(name, MAX_PROBES) },
  },
  Advance: {
    kind: 4,
    from: "client",
    says: "Performs every clock edge in (now, to], then puts the inputs on the ports at `to`; answered by Outputs.",
    fields: { to: time, inputs: list(change, MAX_PORTS) },
  },
  Outputs: {
    kind: 5,
    from: "host",
    says: "The outputs and probes that changed since the last Outputs, and the host's time.",
    fields: { time, changes: list(change, MAX_PORTS + MAX_PROBES) },
  },
  Peek: {
    kind: 6,
    from: "client",
    says: "Asks for the present values of signals by hierarchical name; answered by Values.",
    fields: { names: list(name, MAX_PROBES) },
  },
  Values: {
    kind: 7,
    from: "host",
    says: "The values asked for, in the same order.",
    fields: { values: list(bits, MAX_PROBES) },
  },
  Save: { kind: 8, from: "client", says: "Asks for the complete state; answered by Snapshot.", fields: {} },
  Snapshot: {
    kind: 9,
    from: "host",
    says: "The complete state of the model, its clocks and its time; opaque.",
    fields: { state: bytes(MAX_MESSAGE_BYTES - 1024) },
  },
  Restore: {
    kind: 10,
    from: "client",
    says: "Puts a snapshot back; answered by Outputs with every output and probe.",
    fields: { state: bytes(MAX_MESSAGE_BYTES - 1024) },
  },
  Bye: {
    kind: 11,
    from: "client",
    says: "Ends the session; answered by Farewell, after which the host ends.",
    fields: {},
  },
  Farewell: { kind: 12, from: "host", says: "Answers Bye.", fields: {} },
  Failure: {
    kind: 13,
    from: "host",
    says: "Answers any request that could not be done, and why.",
    fields: { code: word(FAILURE_CODES), text: text(MAX_TEXT_BYTES), time },
  },
  Burst: {
    kind: 14,
    from: "client",
    says: "Performs clock edges and events up to `limit`, and steps, unless a watch stops it; answered by Ran.",
    fields: {
      limit: until,
      evaluations: uint(MAX_EVALUATIONS),
      events: list(moment, MAX_EVALUATIONS),
      watches: list(watch, MAX_WATCHES),
      clock: uint(MAX_PORTS - 1),
      steps: list(step, MAX_STEPS),
    },
  },
  Ran: {
    kind: 15,
    from: "host",
    says: "How far a burst came, every evaluation that changed an output or probe, and the steps that ended.",
    fields: {
      time,
      evaluations: uint(2 * MAX_EVALUATIONS),
      events: uint(MAX_EVALUATIONS),
      ended: word(["no", "yes"]),
      frames: list(frame, 2 * MAX_EVALUATIONS),
      steps: list(stepEnd, MAX_STEPS),
    },
  },
} as const satisfies Record<string, Message>;

export type Messages = typeof MESSAGES;
export type MessageName = keyof Messages;
export type BodyOf<N extends MessageName> = RecordOf<Messages[N]["fields"]>;

/** `[kind, session, sequence, ...fields]` on the wire. */
export interface Envelope<N extends MessageName = MessageName> {
  readonly name: N;
  /** Drawn anew for every host, so that a stranger on the same address is told apart. */
  readonly session: number;
  /** Counts the client's requests from 1; an answer carries the number of its request. */
  readonly sequence: number;
  readonly body: BodyOf<N>;
}

export const HEADER_FIELDS = { kind: uint(255), session: uint(2 ** 32 - 1), sequence: uint(MAX_TIME_PS) } as const;

/** Kinds within one process (flat.ts) that no message has. */
export const LOCAL_KINDS = {
  /** Asked: go on with the Advance under way. Answered: it is under way still. */
  underWay: 0,
  /** The answer, of so many words, needs a longer block. */
  tooLong: 255,
} as const;
