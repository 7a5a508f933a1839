import { readFileSync } from "node:fs";
import { z } from "zod";
import { SettleError } from "../../src/errors.ts";

/** A number, the name of a parameter or derived size, or "middle X": half the range of a code of X bits. */
const quantity = z.union([z.int().nonnegative(), z.string().regex(/^(middle )?[A-Z][A-Za-z]*$/)]);
export type Quantity = z.output<typeof quantity>;

const field = z.strictObject({
  name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  lsb: z.int().min(0).max(31),
  width: quantity,
  reset: quantity,
  signed: z.boolean().default(false),
  meaning: z.string(),
});

const register = z.strictObject({
  name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  /** byte address, hexadecimal */
  offset: z.string().regex(/^0x[0-9a-f]+$/),
  /** ro, rw, wo (reads 0), w1c (ones clear), wc (any write clears) */
  access: z.enum(["ro", "rw", "wo", "w1c", "wc"]),
  /** whether a write is refused while the core runs */
  busy: z.enum(["allowed", "refused"]).default("allowed"),
  /** of an array: successive words */
  count: z.string().optional(),
  /** a parameter: a core where it is 0 has no such register */
  present: z.string().optional(),
  meaning: z.string(),
  fields: z.array(field).min(1),
});

const enumeration = z.strictObject({
  name: z.string(),
  prefix: z.string(),
  bits: z.int().min(1).max(32),
  meaning: z.string(),
  values: z.array(z.strictObject({ name: z.string(), value: z.int().nonnegative(), meaning: z.string() })),
});

const registerMap = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  summary: z.string(),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      least: z.int(),
      most: z.int(),
      /** what a caller who does not name it gets */
      default: z.int().optional(),
      meaning: z.string(),
    }),
  ),
  derived: z.array(
    z.union([
      z.strictObject({ name: z.string(), sum: z.array(z.string()), meaning: z.string() }),
      z.strictObject({ name: z.string(), wordsOf: z.string(), meaning: z.string() }),
      /** `most`: a limit of its own, below that of its factors; the RTL checks it while it is compiled */
      z.strictObject({ name: z.string(), product: z.array(z.string()), most: z.int(), meaning: z.string() }),
      z.strictObject({ name: z.string(), value: z.int(), meaning: z.string() }),
    ]),
  ),
  enums: z.array(enumeration),
  registers: z.array(register),
});

export type RegisterMap = z.output<typeof registerMap>;
export type Register = z.output<typeof register>;
export type Field = z.output<typeof field>;
export type Derived = RegisterMap["derived"][number];

export const WORD_BITS = 32;
const WORD_BYTES = 4;
export const ADDRESS_BITS = 16;

/** The largest value a quantity can take within the parameters' ranges. Throws UNKNOWN_NAME. */
export function largest(map: RegisterMap, of: Quantity): number {
  if (typeof of === "number") return of;
  if (of.startsWith("middle ")) return 2 ** (largest(map, of.slice("middle ".length)) - 1);
  const parameter = map.parameters.find(({ name }) => name === of);
  if (parameter) return parameter.most;
  const derived = map.derived.find(({ name }) => name === of);
  if (!derived)
    throw new SettleError("UNKNOWN_NAME", `register map ${map.name}: "${of}" is no parameter or derived size`);
  if ("sum" in derived) return derived.sum.reduce((total, name) => total + largest(map, name), 0);
  if ("product" in derived) return derived.most;
  return "value" in derived ? derived.value : Math.ceil(largest(map, derived.wordsOf) / WORD_BITS);
}

function refuse(map: RegisterMap, text: string): never {
  throw new SettleError("OUT_OF_RANGE", `register map ${map.name}: ${text}`);
}

/** Names unique, words aligned, nothing overlaps even at the largest sizes, every reset value fits its field. */
function checkRegisters(map: RegisterMap): void {
  let end = 0;
  for (const { name, offset, count, present } of map.registers) {
    if (present !== undefined) largest(map, present);
    const first = Number(offset);
    if (first % WORD_BYTES !== 0) refuse(map, `${name} at ${offset} is not aligned to ${WORD_BYTES} bytes`);
    if (first < end) refuse(map, `${name} at ${offset} overlaps the register before it, which ends at ${end}`);
    end = first + WORD_BYTES * (count === undefined ? 1 : largest(map, count));
    if (end > 2 ** ADDRESS_BITS) refuse(map, `${name} ends at ${end}, past the ${ADDRESS_BITS}-bit address space`);
  }
  const names = map.registers.map(({ name }) => name);
  if (new Set(names).size !== names.length) refuse(map, "two registers have the same name");
  map.registers.forEach((one) => checkFields(map, one));
}

function checkFields(map: RegisterMap, { name: owner, fields }: Register): void {
  let end = 0;
  for (const { name, lsb, width, reset } of fields) {
    if (lsb < end) refuse(map, `${owner}.${name} overlaps the field below it`);
    end = lsb + largest(map, width);
    if (end > WORD_BITS) refuse(map, `${owner}.${name} ends at bit ${end}, past ${WORD_BITS}`);
    if (largest(map, reset) >= 2 ** largest(map, width))
      refuse(map, `the reset value of ${owner}.${name} does not fit`);
  }
}

export function parseRegisterMap(text: string): RegisterMap {
  const map = registerMap.parse(JSON.parse(text));
  checkRegisters(map);
  return map;
}

const DENSE_AM = new URL("../../hdl/registers/dense_am.json", import.meta.url);
export const denseAmRegisterMap = (): RegisterMap => parseRegisterMap(readFileSync(DENSE_AM, "utf8"));

/** "PROG_ADDRESS" or "prog_address" -> "ProgAddress" */
export const pascal = (name: string): string =>
  name
    .toLowerCase()
    .split("_")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("");

/** "VisibleCount" -> "visible_count" */
export const snake = (name: string): string =>
  name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (capital) => `_${capital}`).toLowerCase();

export const hex = (value: number, digits = 4): string => value.toString(16).padStart(digits, "0");
