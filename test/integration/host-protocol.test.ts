import * as fc from "fast-check";
import { Packr } from "msgpackr";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { encode, decode } from "../../cosim/protocol/codec.ts";
import { MAX_MESSAGE_BYTES, MESSAGES, type BodyOf, type Envelope } from "../../cosim/protocol/messages.ts";
import { RawClient } from "./raw-client.ts";

const opened: RawClient[] = [];
const open = async (): Promise<RawClient> => {
  const client = await RawClient.open();
  opened.push(client);
  return client;
};
const closeAll = () => Promise.all(opened.splice(0).map((client) => client.close()));
afterEach(closeAll);
afterAll(closeAll);

const failure = ({ name, body }: Envelope): BodyOf<"Failure"> => {
  expect(name).toBe("Failure");
  return body as BodyOf<"Failure">;
};

describe("handshake", () => {
  it("welcomes a client that knows the secret and expects this very model, and proves itself", async () => {
    const client = await open();
    const { name, body } = client.greet();
    expect(name).toBe("Welcome");
    const { proof, ...ours } = client.hello();
    expect(body).toMatchObject(ours);
    expect((body as BodyOf<"Welcome">).proof).not.toEqual(proof);
  });

  it.each([
    ["version", { version: 99 }, /protocol version differs: the host has 2, the client expects 99/],
    ["secret", { proof: new Uint8Array(16) }, /secret is wrong/],
    ["RTL hash", { rtlHash: "f".repeat(64) }, /RTL hash differs: the host has [0-9a-f]{64}, the client expects f{64}/],
    ["time precision", { timePrecision: 9 }, /precision differs: the host has 10\^-12 s, the client expects 10\^-9 s/],
    ["number of ports", { ports: [] }, /port table differs: the host has 12 ports, the client expects 0/],
  ])("refuses another %s and names both sides", async (_what, other, text) => {
    const client = await open();
    const { code, text: said } = failure(client.ask("Hello", 1, { ...client.hello(), ...other }));
    expect(code).toBe("HANDSHAKE");
    expect(said).toMatch(text);
    expect(failure(client.configure(2)).text).toMatch(/Hello must come first/);
  });

  it("refuses a port of another width and names both sides", async () => {
    const client = await open();
    const ports = client.hello().ports.map((port) => (port.name === "fast_o" ? { ...port, width: 9 } : port));
    const { text } = failure(client.ask("Hello", 1, { ...client.hello(), ports }));
    expect(text).toMatch(/the host has fast_o \(8 bits out\), the client expects fast_o \(9 bits out\)/);
  });

  it("refuses messages of another session", async () => {
    const client = await open();
    const stranger = (client.session ^ 1) >>> 0;
    expect(failure(client.ask("Hello", 1, client.hello(), stranger)).text).toMatch(/another session/);
    expect(client.greet().name).toBe("Welcome");
  });
});

describe("numbering", () => {
  it("answers a repeat from memory, byte for byte, without executing it again", async () => {
    const client = await open();
    client.greet();
    client.configure(2);
    const advance = encode("Advance", client.session, 3, { to: 500, inputs: [] });
    const first = client.bytesFor(advance);
    expect((decode(first).body as BodyOf<"Outputs">).changes).not.toEqual([]);
    expect(client.bytesFor(advance)).toEqual(first);
    expect(client.bytesFor(advance)).toEqual(first);
    const next = client.ask("Advance", 4, { to: 1500, inputs: [] }).body as BodyOf<"Outputs">;
    expect(next.changes.find(({ value }) => value === 2)).toBeDefined();
  });

  it.each([2, 5])("refuses number %i where 4 must come next", async (sequence) => {
    const client = await open();
    client.greet();
    client.configure(2);
    client.ask("Advance", 3, { to: 500, inputs: [] });
    const { code, text } = failure(client.ask("Advance", sequence, { to: 700, inputs: [] }));
    expect({ code, text }).toEqual({ code: "PROTOCOL", text: `message number ${sequence} where 4 must come next` });
    expect(client.ask("Advance", 4, { to: 700, inputs: [] }).name).toBe("Outputs");
  });

  it("refuses a used number for another request", async () => {
    const client = await open();
    client.greet();
    expect(failure(client.ask("Hello", 1, { ...client.hello(), timePrecision: 9 })).code).toBe("PROTOCOL");
  });
});

describe("what cannot be done is answered, never died of", () => {
  const packr = new Packr({ useRecords: false });

  it.each([
    ["an unknown probe", "Configure", { clocks: [], inputs: [], probes: ["two_clocks.nothing"] }, "UNKNOWN_NAME"],
    ["an input index above the ports", "Advance", { to: 1, inputs: [{ index: 4000, value: 0 }] }, "OUT_OF_RANGE"],
    ["an output driven", "Advance", { to: 1, inputs: [{ index: 7, value: 0 }] }, "OUT_OF_RANGE"],
    ["a value that is too wide", "Advance", { to: 1, inputs: [{ index: 2, value: 4 }] }, "OUT_OF_RANGE"],
    ["a wide value on a narrow port", "Advance", { to: 1, inputs: [{ index: 2, value: 2n ** 70n }] }, "OUT_OF_RANGE"],
    ["an array as a whole", "Peek", { names: ["two_clocks.table_q"] }, "UNKNOWN_NAME"],
    ["an element behind the array", "Peek", { names: ["two_clocks.table_q[4]"] }, "OUT_OF_RANGE"],
    ["a signal with an absurd index", "Peek", { names: [`two_clocks.table_q[${"9".repeat(30)}]`] }, "UNKNOWN_NAME"],
    ["no snapshot", "Restore", { state: new Uint8Array(200) }, "PROTOCOL"],
  ] as const)("%s", async (_what, name, body, code) => {
    const client = await open();
    client.greet();
    client.configure(2);
    expect(failure(client.ask(name, 3, body as never)).code).toBe(code);
    expect(client.configure(4).name).toBe("Outputs");
  });

  it.each([
    ["no MessagePack", new Uint8Array([0xc1])],
    ["an empty message", new Uint8Array(0)],
    ["a map", packr.pack({ kind: 1 })],
    ["a list that claims 2^32 - 1 elements", new Uint8Array([0xdd, 255, 255, 255, 255])],
    ["bytes that claim 2^32 - 1 bytes", new Uint8Array([0x91, 0xc6, 255, 255, 255, 255])],
    ["lists within lists without end", new Uint8Array(10_000).fill(0x91)],
    ["a message too large", new Uint8Array(MAX_MESSAGE_BYTES + 1)],
  ])("%s", async (_what, message) => {
    const client = await open();
    const { code, text } = failure(decode(client.bytesFor(message)));
    expect(code).toBe("PROTOCOL");
    expect(text).toMatch(/malformed message/);
    expect(client.greet().name).toBe("Welcome");
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1, "soon", null])(
    "a time of %s, by the field's name",
    async (to) => {
      const client = await open();
      client.greet();
      client.configure(2);
      const message = packr.pack([MESSAGES.Advance.kind, client.session, 3, to, []]);
      expect(failure(decode(client.bytesFor(message))).text).toMatch(/Advance\.to/);
    },
  );

  it("accepts a time as a whole double, as some writers send it", async () => {
    const client = await open();
    client.greet();
    client.configure(2);
    const to = 2 ** 40;
    const message = encode("Advance", client.session, 3, { to: 500, inputs: [] });
    expect(decode(client.bytesFor(message)).name).toBe("Outputs");
    expect(client.ask("Configure", 4, { clocks: [], inputs: [], probes: [] }).name).toBe("Outputs");
    expect(client.ask("Advance", 5, { to, inputs: [] }).body).toMatchObject({ time: to });
  });

  it("whatever the bytes", async () => {
    const client = await open();
    const prefix = fc.constantFrom<number[]>([], [0x95, 1], [0x94, 4, 0xce]);
    fc.assert(
      fc.property(prefix, fc.uint8Array({ maxLength: 60 }), (start, rest) => {
        expect(failure(decode(client.bytesFor(Uint8Array.from([...start, ...rest])))).text).not.toBe("");
      }),
      { numRuns: 300 },
    );
    expect(client.greet().name).toBe("Welcome");
  });
});
