import type { Fields } from "../protocol/fields.ts";
import {
  bodyOf,
  checkedNumber,
  indented,
  quoted,
  rendered,
  takenFields,
  wordsName,
  writtenFields,
  type Read,
  type Reading,
  type Single,
  type Writing,
} from "./protocol-code.ts";

// The functions that write messages as MessagePack and read them from its bytes.

const METHODS = { text: "text", bytes: "binary", bits: "bits" } as const;

const WRITING: Writing = {
  single: (type, value, path) =>
    type.type === "uint" || type.type === "word"
      ? `writer.uint(${checkedNumber(type, value, path)});`
      : `writer.${METHODS[type.type]}(${value}, ${type.maxBytes}, ${quoted(path)});`,
  length: (length) => `writer.array(${length});`,
  record: (fields) => [`writer.array(${fields});`],
};

function takenSingle(type: Single, path: string): Read {
  const most = type.type === "word" ? type.of.length - 1 : type.type === "uint" ? type.max : type.maxBytes;
  const reader = type.type === "word" ? "uint" : type.type;
  const read = `reader.${reader}(${most}, ${quoted(path)})`;
  return { lines: [], value: type.type === "word" ? `${wordsName(path)}[${read}]` : read };
}

const READING: Reading = {
  single: takenSingle,
  length: (max, path) => `reader.array(${max}, ${quoted(path)})`,
  record: (fields, path) => [`reader.expectArray(${fields}, ${quoted(path)});`],
};

function functionsOf(name: string, fields: Fields): string[] {
  const { lines, value } = takenFields(READING, fields, name, bodyOf(name));
  return [
    `export function pack${name}(writer: Writer, body: ${bodyOf(name)}): void {`,
    ...indented(writtenFields(WRITING, fields, "body", name)),
    "}",
    "",
    `export function unpack${name}(reader: Reader): ${bodyOf(name)} {`,
    ...indented([...lines, `return ${value};`]),
    "}",
    "",
  ];
}

export const render = (): string =>
  rendered(
    [
      ["{ length, listOf, placeOf, uint, until }", "../checked.ts"],
      ["type { BodyOf }", "../messages.ts"],
      ["type { Reader }", "../reader.ts"],
      ["type { Writer }", "../writer.ts"],
    ],
    functionsOf,
  );
