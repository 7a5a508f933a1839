import type { FieldType, Fields } from "../protocol/fields.ts";
import {
  bodyOf,
  indented,
  LONG,
  quoted,
  rendered,
  takenFields,
  variable,
  wordsName,
  type Read,
  type Reading,
  type Single,
} from "./protocol-code.ts";

// The functions that make of messages what MessagePack packs, arrays within arrays, and read them from its bytes.

/** The expression of what is packed. */
function packed(type: FieldType, value: string, path: string): string {
  switch (type.type) {
    case "list":
      return packedList(type.of, type.max, value, path);
    case "record":
      return packedFields(type.fields, value, path);
    case "word":
      return `placeOf(${value}, ${wordsName(path)}, ${quoted(path)})`;
    case "uint":
      return `${type.never === true ? "until" : "uint"}(${value}, ${type.max}, ${quoted(path)})`;
    case "text":
    case "bytes":
    case "bits":
    default:
      return `packed${LONG[type.type]}(${value}, ${type.maxBytes}, ${quoted(path)})`;
  }
}

const packedFields = (fields: Fields, value: string, path: string): string =>
  `[${Object.entries(fields)
    .map(([name, type]) => packed(type, `${value}.${name}`, `${path}.${name}`))
    .join(", ")}]`;

const packedList = (of: FieldType, max: number, value: string, path: string): string => {
  const item = `${variable(path)}Item`;
  return `bounded(${value}, ${max}, ${quoted(path)}).map((${item}) => ${packed(of, item, path)})`;
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
    `export const pack${name} = (body: ${bodyOf(name)}): unknown[] =>`,
    `  ${packedFields(fields, "body", name)};`,
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
      ["{ bounded, listOf, placeOf, uint, until }", "../checked.ts"],
      [
        `{ ${Object.values(LONG)
          .map((type) => `packed${type}`)
          .join(", ")} }`,
        "../packed-values.ts",
      ],
      ["type { BodyOf }", "../messages.ts"],
      ["type { Reader }", "../reader.ts"],
    ],
    functionsOf,
  );
