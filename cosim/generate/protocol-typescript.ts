import type { FieldType, Fields } from "../protocol/fields.ts";
import { MESSAGES } from "../protocol/messages.ts";

/**
 * The TypeScript side of the form within one process: for each message a function that writes its fields and one that reads
 * them, one after another. A table walked for every message would cost several times what a small model does.
 */
type Type = Exclude<FieldType, { readonly type: "list" | "record" | "word" }>;

const SUFFIX: Record<Type["type"], string> = { uint: "Uint", text: "Text", bytes: "Bytes", bits: "Bits" };

const isUntil = (type: Type): boolean => type.type === "uint" && type.never === true;
const boundOf = (type: Type): number => (type.type === "uint" ? type.max : type.maxBytes);
const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const quoted = (text: string): string => JSON.stringify(text);

/** "BURST_WATCHES_EDGE" for the words of Burst.watches.edge. */
const wordsName = (path: string): string => path.replaceAll(".", "_").toUpperCase();
/** "watchesEdge" for the variable of Burst.watches.edge. */
const variable = (path: string): string =>
  path.replace(/^\w+\./, "").replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());

function written(type: FieldType, value: string, path: string): string[] {
  switch (type.type) {
    case "list":
      return writtenList(type.of, type.max, value, path);
    case "record":
      return Object.entries(type.fields).flatMap(([name, field]) =>
        written(field, `${value}.${name}`, `${path}.${name}`),
      );
    case "word":
      return [`putWord(block, ${value}, ${wordsName(path)}, ${quoted(path)});`];
    case "uint":
    case "text":
    case "bytes":
    case "bits":
    default:
      return [`put${isUntil(type) ? "Until" : SUFFIX[type.type]}(block, ${value}, ${boundOf(type)}, ${quoted(path)});`];
  }
}

function writtenList(of: FieldType, max: number, value: string, path: string): string[] {
  const list = variable(path);
  return [
    `const ${list} = ${value};`,
    `putLength(block, ${list}.length, ${max}, ${quoted(path)});`,
    `for (let ${list}At = 0; ${list}At < ${list}.length; ${list}At++) {`,
    ...indented([`const ${list}Item = ${list}[${list}At];`, ...written(of, `${list}Item`, path)]),
    "}",
  ];
}

/** Lines that come before, and the expression of the value that they have read. */
interface Read {
  readonly lines: readonly string[];
  readonly value: string;
}

function taken(type: FieldType, path: string, tsType: string): Read {
  switch (type.type) {
    case "list":
      return takenList(type.of, type.max, path, tsType);
    case "record":
      return takenFields(type.fields, path, tsType);
    case "word":
      return { lines: [], value: `takeWord(block, ${wordsName(path)}, ${quoted(path)})` };
    case "uint":
    case "text":
    case "bytes":
    case "bits":
    default:
      return { lines: [], value: `take${SUFFIX[type.type]}(block, ${boundOf(type)}, ${quoted(path)})` };
  }
}

function takenList(of: FieldType, max: number, path: string, tsType: string): Read {
  const list = variable(path);
  const item = taken(of, path, `${tsType}[number]`);
  return {
    lines: [
      `const ${list}Length = takeLength(block, ${max}, ${quoted(path)});`,
      `const ${list} = listOf<${tsType}[number]>(${list}Length);`,
      `for (let ${list}At = 0; ${list}At < ${list}Length; ${list}At++) {`,
      ...indented([...item.lines, `${list}[${list}At] = ${item.value};`]),
      "}",
    ],
    value: list,
  };
}

/** Each field in a variable of its own, because they come in this order. */
function takenFields(fields: Fields, path: string, tsType: string): Read {
  const parts = Object.entries(fields).map(([name, type]) => {
    const known = variable(`${path}.${name}`);
    const { lines, value } = taken(type, `${path}.${name}`, `${tsType}["${name}"]`);
    const kept = value === known ? [] : [`const ${known} = ${value};`];
    return { lines: [...lines, ...kept], property: known === name ? name : `${name}: ${known}` };
  });
  return {
    lines: parts.flatMap(({ lines }) => lines),
    value: `{ ${parts.map(({ property }) => property).join(", ")} }`,
  };
}

function wordsIn(type: FieldType, path: string): string[] {
  if (type.type === "word") return [`const ${wordsName(path)} = ${JSON.stringify(type.of)} as const;`];
  if (type.type === "list") return wordsIn(type.of, path);
  return type.type === "record" ? wordsInFields(type.fields, path) : [];
}

const wordsInFields = (fields: Fields, path: string): string[] =>
  Object.entries(fields).flatMap(([name, type]) => wordsIn(type, `${path}.${name}`));

function functionsOf(name: string, fields: Fields): string[] {
  const body = `BodyOf<"${name}">`;
  const { lines, value } = takenFields(fields, name, body);
  return [
    `export function write${name}(block: FlatBlock, body: ${body}): void {`,
    ...indented(Object.entries(fields).flatMap(([field, type]) => written(type, `body.${field}`, `${name}.${field}`))),
    "}",
    "",
    `export function read${name}(block: FlatBlock): ${body} {`,
    ...indented([...lines, `return ${value};`]),
    "}",
    "",
  ];
}

const PRIMITIVES = [
  "listOf",
  "putUntil",
  ...["Bits", "Bytes", "Length", "Text", "Uint", "Word"].flatMap((type) => [`put${type}`, `take${type}`]),
];

const imported = (what: string, file: string): string => `import ${what} from ${quoted(file)};`;

/** A message without fields has nothing to write or read. */
export function render(): string {
  const messages = Object.entries(MESSAGES) as [string, { readonly fields: Fields }][];
  const full = messages.filter(([, { fields }]) => Object.keys(fields).length > 0);
  return [
    "// Generated from cosim/protocol/messages.ts by `npm run generate`; edit the table, not this file.",
    imported("type { FlatBlock }", "../flat-block.ts"),
    imported(`{ ${PRIMITIVES.join(", ")} }`, "../flat-values.ts"),
    imported("type { BodyOf }", "../messages.ts"),
    "",
    ...full.flatMap(([name, { fields }]) => wordsInFields(fields, name)),
    "",
    ...full.flatMap(([name, { fields }]) => functionsOf(name, fields)),
  ].join("\n");
}
