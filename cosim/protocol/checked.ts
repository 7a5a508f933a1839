import { SettleError } from "../../src/errors.ts";

// Values that a field takes, as the table of messages says; any other is refused (PROTOCOL) by the name of the field.

export const MOST_NUMBER = 2 ** 32 - 1;

export function refuse(field: string, why: string): never {
  throw new SettleError("PROTOCOL", `${field} ${why}`);
}

/** The value, if it is one that the field takes. */
export function uint(value: number, max: number, field: string): number {
  if (value >= 0 && value <= max && Number.isInteger(value)) return value;
  return refuse(field, `is ${value}, not a whole number in 0..${max}`);
}

/** A time, or never. */
export function until(value: number, max: number, field: string): number {
  return uint(value > max ? max : value, max, field);
}

/** Of a list, a text or bytes. */
export function length(value: number, max: number, field: string): number {
  if (value >= 0 && value <= max && Number.isInteger(value)) return value;
  return refuse(`length of ${field}`, `is ${value}, not a whole number in 0..${max}`);
}

export function placeOf(value: string, words: readonly string[], field: string): number {
  return uint(words.indexOf(value), words.length - 1, field);
}

export function wordAt<W extends string>(place: number, words: readonly W[], field: string): W {
  return words[uint(place, words.length - 1, field)];
}

/** A list to be filled. */
export function listOf<T>(size: number): T[] {
  // oxlint-disable-next-line unicorn/no-new-array -- one that grows as it is filled costs three times as much
  return size === 0 ? [] : new Array<T>(size);
}
