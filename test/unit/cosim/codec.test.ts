import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { Packr } from "msgpackr";
import { describe, expect, it } from "vitest";
import { render } from "../../../cosim/generate/protocol-header.ts";
import { decode, encode } from "../../../cosim/protocol/codec.ts";
import type { Fields } from "../../../cosim/protocol/fields.ts";
import {
  FAILURE_CODES,
  MAX_MESSAGE_BYTES,
  MESSAGES,
  PROTOCOL_VERSION,
  type MessageName,
} from "../../../cosim/protocol/messages.ts";
import { SettleError } from "../../../src/errors.ts";
import { body, own } from "./message-bodies.ts";

const names = Object.keys(MESSAGES) as MessageName[];
const packr = new Packr({ useRecords: false });

describe("the message table", () => {
  it("is what the C++ header was generated from", () => {
    const header = new URL("../../../cosim/host/cpp/generated/wire.hpp", import.meta.url);
    expect(readFileSync(header, "utf8")).toBe(render());
  });

  it("keeps the numbers that were once given", () => {
    const numbers = Object.fromEntries(names.map((name) => [name, MESSAGES[name].kind]));
    expect(numbers).toMatchObject({ Hello: 1, Welcome: 2, Configure: 3, Advance: 4, Outputs: 5, Peek: 6, Values: 7 });
    expect(numbers).toMatchObject({ Save: 8, Snapshot: 9, Restore: 10, Bye: 11, Farewell: 12, Failure: 13 });
    expect(numbers).toMatchObject({ Burst: 14, Ran: 15 });
    expect(FAILURE_CODES.slice(0, 4)).toEqual(["PROTOCOL", "HANDSHAKE", "MISUSE", "UNKNOWN_NAME"]);
    expect(Object.keys(MESSAGES.Hello.fields)[0]).toBe("version");
  });
});

describe.each(names)("%s", (name) => {
  const { kind, fields } = MESSAGES[name] as { kind: number; fields: Fields };

  it("comes back as it was sent", () => {
    fc.assert(
      fc.property(body(fields), fc.nat(), fc.maxSafeNat(), (value, session, sequence) => {
        const sent = own(value);
        expect(decode(encode(name, session, sequence, sent as never))).toEqual({ name, session, sequence, body: sent });
      }),
    );
  });

  it("has the bytes that an independent implementation gives the same values", () => {
    fc.assert(
      fc.property(body(fields), fc.nat(), fc.maxSafeNat(), (value, session, sequence) => {
        const message = encode(name, session, sequence, own(value) as never);
        expect(Buffer.from(packr.pack(packr.unpack(message)))).toEqual(Buffer.from(message));
      }),
    );
  });

  it("is refused when it ends early, is followed by more, or has a field more", () => {
    const [value] = fc.sample(body(fields), { numRuns: 1, seed: 7 });
    const message = encode(name, 1, 1, own(value) as never);
    for (let length = 0; length < message.length; length++)
      expect(() => decode(message.subarray(0, length))).toThrow(SettleError);
    expect(() => decode(Buffer.concat([message, Buffer.from([0])]))).toThrow(/followed by 1 more/);
    const longer = packr.pack([...(packr.unpack(message) as unknown[]), 0]) as Uint8Array;
    expect(() => decode(longer)).toThrow(/fields instead of/);
    expect(kind).toBeGreaterThan(0);
  });
});

const advance =
  (to: unknown, inputs: unknown = []) =>
  () =>
    decode(packr.pack([4, 1, 1, to, inputs]));
const claims =
  (...tail: number[]) =>
  () =>
    decode(Uint8Array.from([0x95, 4, 1, 1, 0, ...tail]));

/** How it was refused, if it was. */
function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    return (error as SettleError).code;
  }
  return undefined;
}

describe("what is refused", () => {
  it.each([
    [Number.NaN, /Advance\.to is NaN/],
    [Number.NEGATIVE_INFINITY, /Advance\.to is -Infinity/],
    [0.5, /Advance\.to is 0\.5/],
    [2 ** 53, /Advance\.to is 9007199254740992/],
    [-1, /Advance\.to is not an unsigned number/],
    ["soon", /Advance\.to is not an unsigned number/],
  ])("a time of %s, read or written, by the field's name", (to, text) => {
    expect(advance(to)).toThrow(text);
    expect(() => encode("Advance", 1, 1, { to: to as number, inputs: [] })).toThrow(/Advance\.to/);
  });

  it("a list, a text or bytes longer than its bound, before anything is made of it", () => {
    expect(
      advance(
        0,
        Array.from({ length: 4097 }, () => [0, 0]),
      ),
    ).toThrow(/Advance\.inputs has length 4097, more than 4096/);
    expect(claims(0xdd, 0, 0, 0x10, 0)).toThrow(/needs 4096 bytes and 0 are left/);
    expect(claims(0xdd, 255, 255, 255, 255)).toThrow(/has length 4294967295/);
    expect(claims(0x91, 0x92, 0, 0xc6, 0x7f, 255, 255, 255)).toThrow(
      /Advance\.inputs\.value has length 2147483647, more than 8192/,
    );
  });

  it("a message above the limit", () => {
    expect(() => decode(new Uint8Array(MAX_MESSAGE_BYTES + 1))).toThrow(/oversized message/);
  });

  it("an unknown kind, an unknown word, text that is no UTF-8", () => {
    expect(() => decode(packr.pack([200, 1, 1]))).toThrow(/header\.kind is 200/);
    expect(() => decode(packr.pack([13, 1, 1, 99, "", 0]))).toThrow(/Failure\.code is 99/);
    expect(() => decode(Uint8Array.from([0x96, 13, 1, 1, 0, 0xa1, 0xff, 0]))).toThrow(/Failure\.text is not UTF-8/);
  });

  it("whatever bytes come, by a PROTOCOL error and no other", () => {
    fc.assert(
      fc.property(
        fc.constantFrom([], [0x95, 4, 1, 1], [0x98, 1, 0, 0, PROTOCOL_VERSION]),
        fc.uint8Array({ maxLength: 80 }),
        (start, rest) => {
          expect([undefined, "PROTOCOL"]).toContain(codeOf(() => decode(Uint8Array.from([...start, ...rest]))));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("another protocol version, whatever else its messages hold", () => {
    expect(() => decode(packr.pack([2, 1, 1, 3, "new"]))).toThrow(/version 3 and this side 2/);
  });
});
