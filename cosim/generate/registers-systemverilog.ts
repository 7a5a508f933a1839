import type { Quantity, Register, RegisterMap } from "./registers.ts";
import { ADDRESS_BITS, WORD_BITS, hex, pascal, snake } from "./registers.ts";

/** Wide enough for every parameter and derived size. */
const SIZE_BITS = 16;

/** "St" + "Idle" as a typed constant list, shared by every enum of the package. */
function enumLines(type: string, bits: number, values: readonly { name: string; value: number; meaning?: string }[]) {
  const rows = values.map(({ name, value, meaning }, i) => {
    const comma = i < values.length - 1 ? "," : "";
    return `    ${name} = ${bits}'d${value}${comma}${meaning === undefined ? "" : ` // ${meaning}`}`;
  });
  return [`  typedef enum logic [${bits - 1}:0] {`, ...rows, `  } ${type};`, ""];
}

function enums(map: RegisterMap): string[] {
  return map.enums.flatMap(({ name, prefix, bits, meaning, values }) => [
    `  // ${meaning}`,
    ...enumLines(
      `${snake(name)}_e`,
      bits,
      values.map((one) => ({ ...one, name: prefix + one.name })),
    ),
  ]);
}

function registerEnum(map: RegisterMap): string[] {
  const names = ["None", ...map.registers.map(({ name }) => pascal(name))];
  const bits = Math.ceil(Math.log2(names.length));
  return [
    "  // Which register an address means.",
    ...enumLines(
      "reg_e",
      bits,
      names.map((name, value) => ({ name: `Reg${name}`, value })),
    ),
  ];
}

function sizes(map: RegisterMap): string[] {
  const names = [...map.parameters, ...map.derived].map(({ name }) => name);
  const constants = map.derived.filter((one) => "value" in one);
  return [
    ...constants.map(({ name, value, meaning }) => `  localparam int unsigned ${name} = ${value}; // ${meaning}`),
    "",
    "  // The parameters of a core and what follows from them.",
    "  typedef struct packed {",
    ...names.map((name) => `    logic [${SIZE_BITS - 1}:0] ${snake(name)};`),
    "  } sizes_t;",
    "",
  ];
}

/** The fields of a register, most significant first, gaps filled; undefined where a width depends on a parameter. */
function struct({ name, fields }: Register): string[] {
  if (fields.length < 2) return [];
  const rows: string[] = [];
  let end = WORD_BITS;
  const gap = (to: number) => {
    if (to < end) rows.push(`    logic [${end - to - 1}:0] reserved_${to};`);
  };
  for (const { name: member, lsb, width } of fields.toReversed()) {
    if (typeof width !== "number") return [];
    gap(lsb + width);
    rows.push(width === 1 ? `    logic ${snake(member)};` : `    logic [${width - 1}:0] ${snake(member)};`);
    end = lsb;
  }
  gap(0);
  return ["  typedef struct packed {", ...rows, `  } ${snake(name)}_t;`, ""];
}

const offsets = (map: RegisterMap): string[] => [
  "  // Byte addresses.",
  ...map.registers.map(
    ({ name, offset }) =>
      `  localparam logic [${ADDRESS_BITS - 1}:0] ${pascal(name)}Offset = 16'h${hex(Number(offset))};`,
  ),
  "",
];

/** The whole word after reset, or undefined where it depends on a parameter. */
function resetWord({ fields }: Register): number | undefined {
  let word = 0;
  for (const { lsb, reset } of fields) {
    if (typeof reset !== "number") return undefined;
    word += reset * 2 ** lsb;
  }
  return word;
}

/** Words that are the same in every core; the others follow from the parameters. Zeros need no name. */
function resets(map: RegisterMap): string[] {
  const rows = map.registers.flatMap((register) => {
    const word = resetWord(register);
    return word === undefined || word === 0
      ? []
      : [`  localparam logic [31:0] ${pascal(register.name)}Reset = 32'h${hex(word, 8)};`];
  });
  return ["  // Reset values that are the same in every core.", ...rows, ""];
}

/** "count" words, or one that is there or not. */
function found({ name, count, present }: Register): string {
  const there = present === undefined ? "" : `sizes.${snake(present)} != '0`;
  if (count === undefined) return there === "" ? `Reg${pascal(name)}` : `${there} ? Reg${pascal(name)} : RegNone`;
  return `${there === "" ? "" : `${there} && `}in_array(addr, ${pascal(name)}Offset, sizes.${snake(count)})`;
}

function regAt(map: RegisterMap): string[] {
  const single = map.registers.filter(({ count }) => count === undefined);
  const arrays = map.registers.filter(({ count }) => count !== undefined);
  return [
    "  // Whether `addr` is one of the `count` words from `base` on.",
    "  function automatic logic in_array(logic [15:0] addr, logic [15:0] base, logic [15:0] count);",
    "    return addr >= base && ((addr - base) >> 2) < count;",
    "  endfunction",
    "",
    "  function automatic reg_e reg_at(logic [15:0] addr, sizes_t sizes);",
    "    if (addr[1:0] != 2'b00) return RegNone;",
    "    unique case (addr)",
    ...single.map((register) => `      ${pascal(register.name)}Offset: return ${found(register)};`),
    "      default: ;",
    "    endcase",
    ...arrays.map((register) => `    if (${found(register)}) return Reg${pascal(register.name)};`),
    "    return RegNone;",
    "  endfunction",
    "",
  ];
}

function predicate(name: string, comment: string, hits: readonly Register[]): string[] {
  return [
    `  // ${comment}`,
    `  function automatic logic ${name}(reg_e target);`,
    "    unique case (target)",
    `      ${hits.map((hit) => `Reg${pascal(hit.name)}`).join(",\n      ")}: return 1'b1;`,
    "      default: return 1'b0;",
    "    endcase",
    "  endfunction",
    "",
  ];
}

const amount = (of: Quantity): string => (typeof of === "number" ? String(of) : `32'(sizes.${snake(of)})`);

function fits(map: RegisterMap): string[] {
  const rows = map.registers
    .filter(({ access }) => ["rw", "wo", "w1c"].includes(access))
    .map(({ name, fields }) => {
      const mask = fields.map(({ lsb, width }) => `field_mask(${lsb}, ${amount(width)})`).join(" | ");
      const [only] = fields;
      const signed = only?.signed ? ` || is_sign_extended(value, ${amount(only.width)})` : "";
      return `      Reg${pascal(name)}: return (value & ~(${mask})) == '0${signed};`;
    });
  return [
    "  function automatic logic [31:0] field_mask(int unsigned lsb, int unsigned width);",
    "    return (~32'h0 >> (32 - width)) << lsb;",
    "  endfunction",
    "",
    "  // Whether every bit from the sign bit of a field of `width` bits upward is set.",
    "  function automatic logic is_sign_extended(logic [31:0] value, int unsigned width);",
    "    return &(value | field_mask(0, width - 1));",
    "  endfunction",
    "",
    "  // Whether a value written to a register sets no bit outside its fields.",
    "  function automatic logic value_fits(reg_e target, logic [31:0] value, sizes_t sizes);",
    "    unique case (target)",
    ...rows,
    "      default: return 1'b1;",
    "    endcase",
    "  endfunction",
    "",
  ];
}

export function renderSystemVerilog(map: RegisterMap, source: string): string {
  const readOnly = map.registers.filter(({ access }) => access === "ro");
  const refused = map.registers.filter(({ busy }) => busy === "refused");
  return [
    `// Generated from ${source} by cosim/generate. Change that file and run "npm run generate".`,
    `package ${map.name}_reg_pkg;`,
    ...enums(map),
    ...registerEnum(map),
    ...offsets(map),
    ...resets(map),
    ...map.registers.flatMap(struct),
    ...sizes(map),
    ...regAt(map),
    ...predicate("is_read_only", "Registers whose writes are refused.", readOnly),
    ...predicate("is_refused_while_busy", "Registers whose writes are refused while a run is busy.", refused),
    ...fits(map),
    "endpackage",
    "",
  ].join("\n");
}
