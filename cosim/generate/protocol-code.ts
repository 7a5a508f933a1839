import type { FieldType, Fields } from "../protocol/fields.ts";
import { MESSAGES } from "../protocol/messages.ts";

// What the TypeScript functions of both forms of a message have in common. There is one function for each message, which goes
// through its fields one after another: a table walked for every message would cost several times as much.

/** What may be longer than a number. */
export type Long = Extract<FieldType, { readonly maxBytes: number }>;
export type Single = Exclude<FieldType, { readonly type: "list" | "record" }>;

export const LONG: Record<Long["type"], string> = { text: "Text", bytes: "Bytes", bits: "Bits" };

export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
export const quoted = (text: string): string => JSON.stringify(text);
export const bodyOf = (name: string): string => `BodyOf<"${name}">`;

/** "BURST_WATCHES_EDGE" for the words of Burst.watches.edge. */
export const wordsName = (path: string): string => path.replaceAll(".", "_").toUpperCase();
/** "watchesEdge" for the variable of Burst.watches.edge. */
export const variable = (path: string): string =>
  path.replace(/^\w+\./, "").replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Lines that come before, and the expression of the value that they have read. */
export interface Read {
  readonly lines: readonly string[];
  readonly value: string;
}

/** How a form is read. */
export interface Reading {
  readonly single: (type: Single, path: string) => Read;
  /** The expression of the length of a list. */
  readonly length: (max: number, path: string) => string;
  /** What comes before a record of so many fields. */
  readonly record: (fields: number, path: string) => readonly string[];
}

function taken(reading: Reading, type: FieldType, path: string, tsType: string): Read {
  if (type.type === "list") return takenList(reading, type.of, type.max, path, tsType);
  if (type.type !== "record") return reading.single(type, path);
  const { lines, value } = takenFields(reading, type.fields, path, tsType);
  return { lines: [...reading.record(Object.keys(type.fields).length, path), ...lines], value };
}

function takenList(reading: Reading, of: FieldType, max: number, path: string, tsType: string): Read {
  const list = variable(path);
  const item = taken(reading, of, path, `${tsType}[number]`);
  return {
    lines: [
      `const ${list}Length = ${reading.length(max, path)};`,
      `const ${list} = listOf<${tsType}[number]>(${list}Length);`,
      `for (let ${list}At = 0; ${list}At < ${list}Length; ${list}At++) {`,
      ...indented([...item.lines, `${list}[${list}At] = ${item.value};`]),
      "}",
    ],
    value: list,
  };
}

/** Each field in a variable of its own, because they come in this order. */
export function takenFields(reading: Reading, fields: Fields, path: string, tsType: string): Read {
  const parts = Object.entries(fields).map(([name, type]) => {
    const known = variable(`${path}.${name}`);
    const { lines, value } = taken(reading, type, `${path}.${name}`, `${tsType}["${name}"]`);
    const isNamed = /^\w+$/.test(value);
    return {
      lines: isNamed ? lines : [...lines, `const ${known} = ${value};`],
      property: `${name}: ${isNamed ? value : known}`,
    };
  });
  return {
    lines: parts.flatMap(({ lines }) => lines),
    value: `{ ${parts.map(({ property }) => property.replace(/^(\w+): \1$/, "$1")).join(", ")} }`,
  };
}

/** How a form is written. */
export interface Writing {
  readonly single: (type: Single, value: string, path: string) => string;
  /** The length of a list, checked already. */
  readonly length: (length: string) => string;
  /** What comes before a record of so many fields. */
  readonly record: (fields: number) => readonly string[];
}

function written(writing: Writing, type: FieldType, value: string, path: string): string[] {
  if (type.type === "list") return writtenList(writing, type.of, type.max, value, path);
  if (type.type !== "record") return [writing.single(type, value, path)];
  const { fields } = type;
  return [...writing.record(Object.keys(fields).length), ...writtenFields(writing, fields, value, path)];
}

/** Statements that write every field of `value`, in order. */
export const writtenFields = (writing: Writing, fields: Fields, value: string, path: string): string[] =>
  Object.entries(fields).flatMap(([name, type]) => written(writing, type, `${value}.${name}`, `${path}.${name}`));

function writtenList(writing: Writing, of: FieldType, max: number, value: string, path: string): string[] {
  const list = variable(path);
  return [
    `const ${list} = ${value};`,
    writing.length(`length(${list}.length, ${max}, ${quoted(path)})`),
    `for (let ${list}At = 0; ${list}At < ${list}.length; ${list}At++) {`,
    ...indented([`const ${list}Item = ${list}[${list}At];`, ...written(writing, of, `${list}Item`, path)]),
    "}",
  ];
}

/** The expression of a number or the place of a word, checked. */
export const checkedNumber = (type: Extract<Single, { type: "uint" | "word" }>, value: string, path: string): string =>
  type.type === "word"
    ? `placeOf(${value}, ${wordsName(path)}, ${quoted(path)})`
    : `${type.never === true ? "until" : "uint"}(${value}, ${type.max}, ${quoted(path)})`;

function wordsIn(type: FieldType, path: string): string[] {
  if (type.type === "word") return [`const ${wordsName(path)} = ${JSON.stringify(type.of)} as const;`];
  if (type.type === "list") return wordsIn(type.of, path);
  return type.type === "record" ? wordsInFields(type.fields, path) : [];
}

const wordsInFields = (fields: Fields, path: string): string[] =>
  Object.entries(fields).flatMap(([name, type]) => wordsIn(type, `${path}.${name}`));

/** The file of a form; a message without fields has nothing to write or read. */
export function rendered(
  imports: readonly (readonly [what: string, file: string])[],
  functionsOf: (name: string, fields: Fields) => readonly string[],
): string {
  const messages = Object.entries(MESSAGES) as [string, { readonly fields: Fields }][];
  const full = messages.filter(([, { fields }]) => Object.keys(fields).length > 0);
  return [
    "// Generated from cosim/protocol/messages.ts by `npm run generate`; edit the table, not this file.",
    ...imports.map(([what, file]) => `import ${what} from ${quoted(file)};`),
    "",
    ...full.flatMap(([name, { fields }]) => wordsInFields(fields, name)),
    "",
    ...full.flatMap(([name, { fields }]) => functionsOf(name, fields)),
  ].join("\n");
}
