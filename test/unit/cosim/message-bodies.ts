import * as fc from "fast-check";
import type { FieldType, Fields } from "../../../cosim/protocol/fields.ts";
import { PROTOCOL_VERSION } from "../../../cosim/protocol/messages.ts";

/** Any value that the table allows, lists and texts kept short. */
function arbitrary(type: FieldType): fc.Arbitrary<unknown> {
  switch (type.type) {
    case "uint":
      return fc.oneof(fc.constant(type.max), fc.integer({ min: 0, max: type.max }));
    case "text":
      return fc.string({ unit: "grapheme", maxLength: 20 });
    case "bytes":
      return fc.uint8Array({ maxLength: Math.min(type.maxBytes, 300) });
    case "bits":
      return fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.bigInt({ min: 0n, max: 2n ** 200n }));
    case "word":
      return fc.constantFrom(...type.of);
    case "list":
      return fc.array(arbitrary(type.of), { maxLength: 5 });
    case "record":
    default:
      return body(type.fields);
  }
}

export const body = (fields: Fields): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, arbitrary(type)])));

/** Another version is refused before its fields are looked at, so a message that carries one must carry ours. */
export const own = (value: Record<string, unknown>) =>
  "version" in value ? { ...value, version: PROTOCOL_VERSION } : value;
