import { grown } from "../copied.ts";
import { ShortestDecimal } from "./shortest-decimal.ts";

const [ZERO, POINT, MINUS] = [48, 46, 45];
/** Longer than any number, in bits too. */
const MARGIN = 64;
const EIGHT_DIGITS = 100_000_000;
/** "|" makes integers of 32 bits with a sign. */
const SIGNED_BITS = 31;
const FIRST_TOO_LARGE = 2 ** SIGNED_BITS;
/** Number.prototype.toString writes magnitudes of this exponent, and smaller ones, as 1.5e-7. */
const SMALL = -7;
/** "0000" to "9999", the first digit in the least byte. */
const FOURS = Uint32Array.from({ length: 10_000 }, (_, n) =>
  [1000, 100, 10, 1].reduceRight((word, unit) => 256 * word + ZERO + (Math.floor(n / unit) % 10), 0),
);

/** Text of ASCII characters, built in place: appending allocates nothing, but where the room has to grow. */
export class AsciiText {
  /** The first `length` of these are the text. */
  bytes = new Uint8Array(1 << 12);
  length = 0;
  private view = new DataView(this.bytes.buffer);
  private readonly decimal = new ShortestDecimal();

  text(text: string): void {
    this.reserve(text.length);
    const { bytes, length } = this;
    for (let i = 0; i < text.length; i++) bytes[length + i] = text.charCodeAt(i);
    this.length = length + text.length;
  }

  /** One character, by its code. */
  byte(code: number): void {
    this.reserve(1);
    this.bytes[this.length++] = code;
  }

  copy(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    const { bytes: own, length } = this;
    for (let i = 0; i < bytes.length; i++) own[length + i] = bytes[i];
    this.length = length + bytes.length;
  }

  /** The text of String(value). */
  number(value: number): void {
    const { decimal } = this;
    if (!decimal.of(value)) {
      this.text(String(value));
      return;
    }
    this.reserve(MARGIN);
    if (value < 0) this.bytes[this.length++] = MINUS;
    if (decimal.exponent < 0 && decimal.exponent > SMALL) this.belowOne(decimal);
    else this.fromFirstDigit(decimal);
  }

  /** A whole number from 0 to 2^53. */
  whole(value: number): void {
    this.reserve(MARGIN);
    if (value < EIGHT_DIGITS) {
      this.length = writeWhole(value | 0, this.bytes, this.length);
      return;
    }
    const upper = Math.floor(value / EIGHT_DIGITS);
    this.length = writeWhole(upper, this.bytes, this.length);
    writeEight((value - EIGHT_DIGITS * upper) | 0, this.view, this.length);
    this.length += 8;
  }

  /** A whole number that is not negative, in binary, without zeros before it. */
  binary(value: number | bigint): void {
    if (typeof value === "bigint" || value >= FIRST_TOO_LARGE) {
      this.text(value.toString(2));
      return;
    }
    this.reserve(MARGIN);
    const { bytes } = this;
    let at = this.length;
    for (let bit = Math.max(0, SIGNED_BITS - Math.clz32(value)); bit >= 0; bit--)
      bytes[at++] = ZERO + ((value >> bit) & 1);
    this.length = at;
  }

  /** The text so far; what is appended next begins anew, and in the same place. */
  take(): Uint8Array {
    const text = this.bytes.subarray(0, this.length);
    this.length = 0;
    return text;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    this.bytes = grown(this.bytes, this.length + more);
    this.view = new DataView(this.bytes.buffer);
  }

  /** 0.00ddd */
  private belowOne({ exponent, upper, lower }: ShortestDecimal): void {
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = ZERO;
    bytes[at++] = POINT;
    for (let n = exponent; n < -1; n++) bytes[at++] = ZERO;
    this.length = endOfDigits(bytes, writeDigits(upper, lower, this.view, at));
  }

  /** dd.ddd, ddd000 or d.ddde-9 (ECMA-262, Number::toString). */
  private fromFirstDigit({ exponent, upper, lower }: ShortestDecimal): void {
    const { bytes, length } = this;
    const end = endOfDigits(bytes, writeDigits(upper, lower, this.view, length + 1));
    const point = length + 1 + Math.max(0, exponent);
    for (let i = length; i < point; i++) bytes[i] = i + 1 < end ? bytes[i + 1] : ZERO;
    if (end > point + 1) bytes[point] = POINT;
    this.length = end > point + 1 ? end : point;
    if (exponent < 0) this.text(`e${exponent}`);
  }
}

export const asciiBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A whole number below 1e9 without zeros before it; answers where it ends. */
function writeWhole(whole: number, bytes: Uint8Array, at: number): number {
  let digits = 1;
  for (let power = 10; power <= whole; power *= 10) digits++;
  let rest = whole | 0;
  for (let i = at + digits - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    bytes[i] = ZERO + rest - 10 * tenth;
    rest = tenth;
  }
  return at + digits;
}

/** The nine digits of `upper`, the eight of `lower`; answers where they end. */
function writeDigits(upper: number, lower: number, view: DataView, at: number): number {
  const first = (upper / EIGHT_DIGITS) | 0;
  view.setUint8(at, ZERO + first);
  writeEight(upper - EIGHT_DIGITS * first, view, at + 1);
  writeEight(lower, view, at + 9);
  return at + 17;
}

function writeEight(whole: number, view: DataView, at: number): void {
  const high = (whole / 10_000) | 0;
  view.setUint32(at, FOURS[high], true);
  view.setUint32(at + 4, FOURS[whole - 10_000 * high], true);
}

/** Without the zeros before `end`. */
function endOfDigits(bytes: Uint8Array, end: number): number {
  let last = end;
  while (bytes[last - 1] === ZERO) last--;
  return last;
}
