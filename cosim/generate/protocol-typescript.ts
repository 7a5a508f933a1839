import type { FieldType, Fields } from "../protocol/fields.ts";
import { MESSAGES } from "../protocol/messages.ts";

// The TypeScript side of the form within one process: for each message a function that writes its fields and one that reads
// them, one after another. A table walked for every message would cost several times what a small model does.

/** What may be longer than a word. */
type Long = Extract<FieldType, { readonly maxBytes: number }>;

const LONG: Record<Long["type"], string> = { text: "Text", bytes: "Bytes", bits: "Bits" };

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
      return [`doubles[at++] = placeOf(${value}, ${wordsName(path)}, ${quoted(path)});`];
    case "uint":
      return [`doubles[at++] = ${type.never === true ? "until" : "uint"}(${value}, ${type.max}, ${quoted(path)});`];
    case "text":
    case "bytes":
    case "bits":
    default:
      return [`at = put${LONG[type.type]}(block, at, ${value}, ${type.maxBytes}, ${quoted(path)});`];
  }
}

function writtenList(of: FieldType, max: number, value: string, path: string): string[] {
  const list = variable(path);
  return [
    `const ${list} = ${value};`,
    `doubles[at++] = length(${list}.length, ${max}, ${quoted(path)});`,
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
      return { lines: [], value: `wordAt(doubles[at++], ${wordsName(path)}, ${quoted(path)})` };
    case "uint":
      return { lines: [], value: `uint(doubles[at++], ${type.max}, ${quoted(path)})` };
    case "text":
    case "bytes":
    case "bits":
    default:
      return takenLong(type, path);
  }
}

function takenLong({ type, maxBytes }: Long, path: string): Read {
  const [first, value] = [`${variable(path)}First`, `${variable(path)}Value`];
  return {
    lines: [
      `const ${first} = doubles[at++];`,
      `const ${value} = take${LONG[type]}(block, at, ${first}, ${maxBytes}, ${quoted(path)});`,
      `at += wordsOf${LONG[type]}(${first});`,
    ],
    value,
  };
}

function takenList(of: FieldType, max: number, path: string, tsType: string): Read {
  const list = variable(path);
  const item = taken(of, path, `${tsType}[number]`);
  return {
    lines: [
      `const ${list}Length = length(doubles[at++], ${max}, ${quoted(path)});`,
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

function wordsIn(type: FieldType, path: string): string[] {
  if (type.type === "word") return [`const ${wordsName(path)} = ${JSON.stringify(type.of)} as const;`];
  if (type.type === "list") return wordsIn(type.of, path);
  return type.type === "record" ? wordsInFields(type.fields, path) : [];
}

const wordsInFields = (fields: Fields, path: string): string[] =>
  Object.entries(fields).flatMap(([name, type]) => wordsIn(type, `${path}.${name}`));

const begun = (lines: readonly string[]): string[] => [
  ...(lines.some((line) => line.includes("doubles[")) ? ["const { doubles } = block;"] : []),
  "let at = first;",
];

/** `first` is the word that the fields begin with; written, the word behind them is answered. */
function functionsOf(name: string, fields: Fields): string[] {
  const body = `BodyOf<"${name}">`;
  const { lines, value } = takenFields(fields, name, body);
  const writing = Object.entries(fields).flatMap(([field, type]) => written(type, `body.${field}`, `${name}.${field}`));
  return [
    `export function write${name}(block: FlatBlock, first: number, body: ${body}): number {`,
    ...indented([...begun(writing), ...writing, "return at;"]),
    "}",
    "",
    `export function read${name}(block: FlatBlock, first: number): ${body} {`,
    ...indented([...begun(lines), ...lines, `return ${value};`]),
    "}",
    "",
  ];
}

const VALUES = [
  "length",
  "listOf",
  "placeOf",
  "uint",
  "until",
  "wordAt",
  ...Object.values(LONG).flatMap((type) => [`put${type}`, `take${type}`, `wordsOf${type}`]),
];

const imported = (what: string, file: string): string => `import ${what} from ${quoted(file)};`;

/** A message without fields has nothing to write or read. */
export function render(): string {
  const messages = Object.entries(MESSAGES) as [string, { readonly fields: Fields }][];
  const full = messages.filter(([, { fields }]) => Object.keys(fields).length > 0);
  return [
    "// Generated from cosim/protocol/messages.ts by `npm run generate`; edit the table, not this file.",
    imported("type { FlatBlock }", "../flat-block.ts"),
    imported(`{ ${VALUES.join(", ")} }`, "../flat-values.ts"),
    imported("type { BodyOf }", "../messages.ts"),
    "",
    ...full.flatMap(([name, { fields }]) => wordsInFields(fields, name)),
    "",
    ...full.flatMap(([name, { fields }]) => functionsOf(name, fields)),
  ].join("\n");
}
