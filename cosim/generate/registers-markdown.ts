import type { Derived, Field, Quantity, Register, RegisterMap } from "./registers.ts";
import { hex } from "./registers.ts";

const ACCESS: Readonly<Record<Register["access"], string>> = {
  ro: "read only",
  rw: "read, write",
  wo: "write only",
  w1c: "ones clear",
  wc: "any write clears",
};

const shown = (of: Quantity): string => {
  if (typeof of === "number") return of > 4095 ? `0x${hex(of)}` : String(of);
  return of.startsWith("middle ") ? `2^(${of.slice("middle ".length)} - 1)` : of;
};

function formula(derived: Derived): string {
  if ("sum" in derived) return derived.sum.join(" + ");
  if ("product" in derived) return `${derived.product.join(" x ")}, at most ${derived.most}`;
  return "value" in derived ? String(derived.value) : `ceil(${derived.wordsOf} / 32)`;
}

function bits({ lsb, width }: Field): string {
  if (width === 1) return String(lsb);
  return typeof width === "number" ? `${lsb + width - 1}:${lsb}` : `${width} - 1:${lsb}`;
}

function address({ offset, count }: Register): string {
  const first = `0x${hex(Number(offset))}`;
  return count === undefined ? first : `${first} + 4 i, i < ${count}`;
}

const overview = (map: RegisterMap): string[] => [
  "| Offset | Name | Access | While busy | Reset | Meaning |",
  "|---|---|---|---|---|---|",
  ...map.registers.map((register) => {
    const { name, access, busy, count, present, fields, meaning } = register;
    const [only] = fields;
    const reset = fields.length === 1 && only ? shown(only.reset) : "see fields";
    const writes = access === "ro" ? "" : busy === "refused" ? "write refused" : "allowed";
    const title = count === undefined ? name : `${name}[i]`;
    return `| ${address(register)} | ${title} | ${ACCESS[access]} | ${writes} | ${reset} | ${meaning}${present === undefined ? "" : ` Only where ${present} > 0.`} |`;
  }),
  "",
];

const fieldTable = (map: RegisterMap): string[] => [
  "| Register | Bits | Field | Reset | Meaning |",
  "|---|---|---|---|---|",
  ...map.registers.flatMap(({ name, fields }) =>
    fields.map(
      (field) =>
        `| ${name} | ${bits(field)} | ${field.name}${field.signed ? " (signed)" : ""} | ${shown(field.reset)} | ${field.meaning} |`,
    ),
  ),
  "",
];

const codes = (map: RegisterMap): string[] =>
  map.enums.flatMap(({ name, meaning, values }) => [
    `## ${name}`,
    "",
    `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`,
    "",
    "| Code | Name | Meaning |",
    "|---|---|---|",
    ...values.map((one) => `| ${one.value} | ${one.name} | ${one.meaning} |`),
    "",
  ]);

export function renderMarkdown(map: RegisterMap, source: string): string {
  return [
    `<!-- Generated from ${source} by cosim/generate. Change that file and run "npm run generate". -->`,
    `# Registers of \`${map.name}\``,
    "",
    map.summary,
    "",
    "| Size | Range or value | Meaning |",
    "|---|---|---|",
    ...map.parameters.map((one) => `| ${one.name} | ${one.least}..${one.most} | ${one.meaning} |`),
    ...map.derived.map((one) => `| ${one.name} | ${formula(one)} | ${one.meaning} |`),
    "",
    ...overview(map),
    "## Fields",
    "",
    ...fieldTable(map),
    ...codes(map),
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}
