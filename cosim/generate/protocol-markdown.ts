import { readFileSync } from "node:fs";
import type { FieldType, Fields } from "../protocol/fields.ts";
import * as table from "../protocol/messages.ts";

const MANUAL = new URL("../../docs/protocol.md", import.meta.url);
export const BEGIN = "<!-- generated from cosim/protocol/messages.ts: begin -->";
export const END = "<!-- generated from cosim/protocol/messages.ts: end -->";

function shown(type: FieldType): string {
  switch (type.type) {
    case "uint":
      return `0..${type.max === Number.MAX_SAFE_INTEGER ? "2^53 - 1" : type.max}`;
    case "text":
      return `text <= ${type.maxBytes} B`;
    case "bytes":
      return `bytes <= ${type.maxBytes} B`;
    case "bits":
      return `bits <= ${type.maxBytes * 8}`;
    case "word":
      return type.of.map((word, place) => `${place} ${word}`).join(", ");
    case "list":
      return `list <= ${type.max} of ${shown(type.of)}`;
    case "record":
    default:
      return type.name;
  }
}

const fieldList = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, type]) => `\`${name}\`: ${shown(type)}`)
    .join("; ") || "none";

const messageRow = ([name, { kind, from, says, fields }]: [
  string,
  (typeof table.MESSAGES)[table.MessageName],
]): string => `| ${kind} | ${name} | ${from} | ${fieldList(fields)} | ${says} |`;

function recordRows(): string[] {
  const rows = new Map<string, string>();
  const note = (type: FieldType): void => {
    if (type.type === "list") note(type.of);
    if (type.type === "record") rows.set(type.name, `| ${type.name} | ${fieldList(type.fields)} |`);
  };
  for (const { fields } of Object.values(table.MESSAGES)) Object.values(fields).forEach(note);
  return [...rows.values()];
}

function tables(): string {
  return [
    `Protocol version ${table.PROTOCOL_VERSION}. A message has at most ${table.MAX_MESSAGE_BYTES} bytes and ` +
      `${table.MAX_DEPTH} lists within one another.`,
    "",
    "| kind | message | from | fields, in order | |",
    "| --- | --- | --- | --- | --- |",
    ...Object.entries(table.MESSAGES).map(messageRow),
    "",
    "| record | fields, in order |",
    "| --- | --- |",
    ...recordRows(),
  ].join("\n");
}

/** The manual with its tables anew; everything outside of the marks stays as it is. */
export function render(): string {
  const manual = readFileSync(MANUAL, "utf8");
  const [before, rest] = manual.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/protocol.md has lost its marks: ${BEGIN}`);
  return `${before}${BEGIN}\n\n${tables()}\n\n${END}${after}`;
}
