import type { FieldType, Fields } from "../protocol/fields.ts";
import * as table from "../protocol/messages.ts";

/** The C++ side of the wire format: one struct a message, its reader and its writer. */
const CPP_TYPE: Record<Exclude<FieldType["type"], "list" | "record">, string> = {
  uint: "std::uint64_t",
  text: "std::string",
  bytes: "Bytes",
  bits: "Bits",
  word: "std::uint64_t",
};

function cppType(type: FieldType): string {
  if (type.type === "list") return `std::vector<${cppType(type.of)}>`;
  return type.type === "record" ? type.name : CPP_TYPE[type.type];
}

function initial(type: FieldType): string {
  return type.type === "uint" || type.type === "word" ? " = 0" : "";
}

function bound(type: FieldType): string {
  switch (type.type) {
    case "uint":
      return `, ${type.max}ULL`;
    case "word":
      return `, ${type.of.length - 1}ULL`;
    case "text":
    case "bytes":
    case "bits":
      return `, ${type.maxBytes}`;
    case "list":
      return `, ${type.max}${bound(type.of)}`;
    case "record":
    default:
      return "";
  }
}

function struct(name: string, fields: Fields, kind?: number): string {
  const entries = Object.entries(fields);
  const lines = [
    `struct ${name} {`,
    ...(kind === undefined ? [] : [`  static constexpr std::uint64_t kKind = ${kind};`]),
    `  static constexpr std::uint32_t kFields = ${entries.length};`,
    ...entries.map(([field, type]) => `  ${cppType(type)} ${field}${initial(type)};`),
    "};",
    "template <class Source>",
    `void read_fields(Source& s, ${name}& m) {`,
    ...entries.map(([field, type]) => `  read(s, m.${field}, "${name}.${field}"${bound(type)});`),
    ...(entries.length === 0 ? ["  (void)s;", "  (void)m;"] : []),
    "}",
    "template <class Packer>",
    `void write_fields(Packer& p, const ${name}& m) {`,
    ...entries.map(([field]) => `  write(p, m.${field});`),
    ...(entries.length === 0 ? ["  (void)p;", "  (void)m;"] : []),
    "}",
  ];
  if (kind === undefined) {
    lines.push(
      "template <class Source>",
      `void read(Source& s, ${name}& m, const char* field) {`,
      "  Source inner = s.record(field, m.kFields);",
      "  read_fields(inner, m);",
      "}",
      "template <class Packer>",
      `void write(Packer& p, const ${name}& m) {`,
      "  p.record(m.kFields);",
      "  write_fields(p, m);",
      "}",
    );
  }
  return lines.join("\n");
}

/** Every record used by a message, each once, before its first use. */
function recordsOf(fields: Fields, found = new Map<string, Fields>()): Map<string, Fields> {
  for (const type of Object.values(fields)) {
    const inner = type.type === "list" ? type.of : type;
    if (inner.type !== "record") continue;
    recordsOf(inner.fields, found);
    found.set(inner.name, inner.fields);
  }
  return found;
}

const camel = (code: string): string =>
  code.toLowerCase().replace(/(^|_)([a-z])/g, (_, __, c: string) => c.toUpperCase());

export function render(): string {
  const messages = Object.entries(table.MESSAGES) as [string, { kind: number; fields: Fields }][];
  const records = new Map<string, Fields>();
  for (const [, { fields }] of messages) recordsOf(fields, records);
  return `// Generated from cosim/protocol/messages.ts by \`npm run generate\`; edit the table, not this file.
#pragma once
#include "../wire.hpp"

namespace settle::wire {

constexpr std::uint64_t kProtocolVersion = ${table.PROTOCOL_VERSION};
constexpr std::size_t kMaxMessageBytes = ${table.MAX_MESSAGE_BYTES};
constexpr std::size_t kMaxDepth = ${table.MAX_DEPTH};
constexpr std::size_t kMaxPorts = ${table.MAX_PORTS};
constexpr std::uint64_t kTimePrecision = ${table.TIME_PRECISION_EXPONENT};
constexpr std::uint64_t kHeaderFields = ${Object.keys(table.HEADER_FIELDS).length};
constexpr std::uint64_t kMaxKind = ${table.HEADER_FIELDS.kind.max}ULL;
constexpr std::uint64_t kUnderWay = ${table.LOCAL_KINDS.underWay};
constexpr std::uint64_t kTooLong = ${table.LOCAL_KINDS.tooLong};
constexpr std::uint64_t kMaxSession = ${table.HEADER_FIELDS.session.max}ULL;
constexpr std::uint64_t kMaxSequence = ${table.HEADER_FIELDS.sequence.max}ULL;

/** Places in the list of words that Failure.code is drawn from. */
enum class FailureCode : std::uint64_t {
${table.FAILURE_CODES.map((code, place) => `  k${camel(code)} = ${place},`).join("\n")}
};

${[...records].map(([name, fields]) => struct(name, fields)).join("\n\n")}

${messages.map(([name, { kind, fields }]) => struct(name, fields, kind)).join("\n\n")}

}  // namespace settle::wire
`;
}
