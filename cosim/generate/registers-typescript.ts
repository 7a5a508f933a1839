import type { Derived, Field, Quantity, Register, RegisterMap } from "./registers.ts";
import { hex, pascal } from "./registers.ts";

const MIDDLE = "middle ";

/** An arrow function of the parameters; sizes that do not depend on them ignore the argument. */
function closed(map: RegisterMap, of: Quantity): string {
  return typeof of === "number" ? `() => ${of}` : `(p) => ${expression(map, of)}`;
}

function expression(map: RegisterMap, of: string): string {
  if (of.startsWith(MIDDLE)) return `2 ** (${expression(map, of.slice(MIDDLE.length))} - 1)`;
  const derived = map.derived.find(({ name }) => name === of);
  return derived === undefined ? parameter(map, of) : formula(map, derived);
}

function parameter(map: RegisterMap, of: string): string {
  const omitted = map.parameters.find(({ name }) => name === of)?.default;
  return omitted === undefined ? `p.${of}` : `(p.${of} ?? ${omitted})`;
}

function formula(map: RegisterMap, derived: Derived): string {
  if ("sum" in derived) return derived.sum.map((name) => parameter(map, name)).join(" + ");
  if ("product" in derived) return derived.product.map((name) => parameter(map, name)).join(" * ");
  return "value" in derived ? String(derived.value) : `Math.ceil(${parameter(map, derived.wordsOf)} / 32)`;
}

/** Words of a register: none in a core without it. */
function wordsOf(map: RegisterMap, { count, present }: Register): string {
  if (present === undefined) return closed(map, count ?? 1);
  return `(p) => (${parameter(map, present)} > 0 ? ${count === undefined ? 1 : expression(map, count)} : 0)`;
}

const parametersType = (map: RegisterMap): string[] => [
  `export interface ${pascal(map.name)}Parameters {`,
  ...map.parameters.flatMap((one) => [
    `  /** ${one.meaning}; ${one.least}..${one.most}${one.default === undefined ? "" : `, default ${one.default}`} */`,
    `  readonly ${one.name}${one.default === undefined ? "" : "?"}: number;`,
  ]),
  "}",
  "",
];

const enums = (map: RegisterMap): string[] =>
  map.enums.flatMap(({ name, meaning, values }) => [
    `/** ${meaning} */`,
    `export const ${pascal(map.name)}${name} = {`,
    ...values.flatMap((one) => [`  /** ${one.meaning} */`, `  ${one.name}: ${one.value},`]),
    "} as const;",
    "",
  ]);

const fieldLines = (map: RegisterMap, { name, meaning, lsb, width, reset, signed }: Field): string[] => [
  `      /** ${meaning} */`,
  `      ${name}: { lsb: ${lsb}, width: ${closed(map, width)}, reset: ${closed(map, reset)}, signed: ${signed} },`,
];

const registerLines = (map: RegisterMap, register: Register): string[] => [
  `  /** ${register.meaning} */`,
  `  ${register.name}: {`,
  `    offset: 0x${hex(Number(register.offset))},`,
  `    access: "${register.access}",`,
  `    busy: "${register.busy}",`,
  `    count: ${wordsOf(map, register)},`,
  "    fields: {",
  ...register.fields.flatMap((field) => fieldLines(map, field)),
  "    },",
  "  },",
];

function types(map: RegisterMap): string[] {
  const parameters = `${pascal(map.name)}Parameters`;
  return [
    `export interface ${pascal(map.name)}Field {`,
    "  readonly lsb: number;",
    "  /** in bits */",
    `  readonly width: (p: ${parameters}) => number;`,
    `  readonly reset: (p: ${parameters}) => number;`,
    "  readonly signed: boolean;",
    "}",
    "",
    `export interface ${pascal(map.name)}Register {`,
    "  /** byte address of the first word */",
    "  readonly offset: number;",
    "  /** ro, rw, wo (reads 0), w1c (ones clear), wc (any write clears) */",
    '  readonly access: "ro" | "rw" | "wo" | "w1c" | "wc";',
    "  /** whether a write is refused while a run is busy */",
    '  readonly busy: "allowed" | "refused";',
    "  /** successive words; 0 in a core that has no such register */",
    `  readonly count: (p: ${parameters}) => number;`,
    `  readonly fields: Readonly<Record<string, ${pascal(map.name)}Field>>;`,
    "}",
    "",
  ];
}

export function renderTypeScript(map: RegisterMap, source: string): string {
  const constant = `${map.name.toUpperCase()}_REGISTERS`;
  return [
    `// Generated from ${source} by cosim/generate. Change that file and run "npm run generate".`,
    "",
    ...parametersType(map),
    ...enums(map),
    ...types(map),
    `/** ${map.summary} */`,
    `export const ${constant} = {`,
    ...map.registers.flatMap((register) => registerLines(map, register)),
    `} as const satisfies Readonly<Record<string, ${pascal(map.name)}Register>>;`,
    "",
    `export type ${pascal(map.name)}RegisterName = keyof typeof ${constant};`,
    "",
  ].join("\n");
}
