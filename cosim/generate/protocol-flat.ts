import type { Fields } from "../protocol/fields.ts";
import {
  bodyOf,
  checkedNumber,
  indented,
  LONG,
  quoted,
  rendered,
  takenFields,
  variable,
  wordsName,
  writtenFields,
  type Read,
  type Reading,
  type Single,
  type Writing,
} from "./protocol-code.ts";

// The functions that write and read messages within one process, as 64-bit words.

const WRITING: Writing = {
  single: (type, value, path) =>
    type.type === "uint" || type.type === "word"
      ? `doubles[at++] = ${checkedNumber(type, value, path)};`
      : `at = put${LONG[type.type]}(block, at, ${value}, ${type.maxBytes}, ${quoted(path)});`,
  length: (length) => `doubles[at++] = ${length};`,
  record: () => [],
};

function takenSingle(type: Single, path: string): Read {
  if (type.type === "uint") return { lines: [], value: `uint(doubles[at++], ${type.max}, ${quoted(path)})` };
  if (type.type === "word") return { lines: [], value: `wordAt(doubles[at++], ${wordsName(path)}, ${quoted(path)})` };
  const [first, value] = [`${variable(path)}First`, `${variable(path)}Value`];
  const lines = [
    `const ${first} = doubles[at++];`,
    `const ${value} = take${LONG[type.type]}(block, at, ${first}, ${type.maxBytes}, ${quoted(path)});`,
    `at += wordsOf${LONG[type.type]}(${first});`,
  ];
  return { lines, value };
}

const READING: Reading = {
  single: takenSingle,
  length: (max, path) => `length(doubles[at++], ${max}, ${quoted(path)})`,
  record: () => [],
};

const begun = (lines: readonly string[]): string[] => [
  ...(lines.some((line) => line.includes("doubles[")) ? ["const { doubles } = block;"] : []),
  "let at = first;",
];

/** `first` is the word that the fields begin with; written, the word behind them is answered. */
function functionsOf(name: string, fields: Fields): string[] {
  const { lines, value } = takenFields(READING, fields, name, bodyOf(name));
  const writing = writtenFields(WRITING, fields, "body", name);
  return [
    `export function write${name}(block: FlatBlock, first: number, body: ${bodyOf(name)}): number {`,
    ...indented([...begun(writing), ...writing, "return at;"]),
    "}",
    "",
    `export function read${name}(block: FlatBlock, first: number): ${bodyOf(name)} {`,
    ...indented([...begun(lines), ...lines, `return ${value};`]),
    "}",
    "",
  ];
}

const VALUES = Object.values(LONG).flatMap((type) => [`put${type}`, `take${type}`, `wordsOf${type}`]);

export const render = (): string =>
  rendered(
    [
      ["{ length, listOf, placeOf, uint, until, wordAt }", "../checked.ts"],
      ["type { FlatBlock }", "../flat-block.ts"],
      [`{ ${VALUES.join(", ")} }`, "../flat-values.ts"],
      ["type { BodyOf }", "../messages.ts"],
    ],
    functionsOf,
  );
