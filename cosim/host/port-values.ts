import { outOfRange, SettleError } from "../../src/errors.ts";
import type { Bits, Change, Port } from "../../src/lockstep/digital-peer.ts";

/** Above this width values are bigints. */
const NUMBER_BITS = 32;

/** The value in the form that its width asks for. Throws OUT_OF_RANGE naming the port, the value and its bounds. */
function fitted({ name, width }: Port, value: Bits): Bits {
  if (width <= NUMBER_BITS && typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** width)
    return value;
  return fittedSlowly(name, width, value);
}

function fittedSlowly(name: string, width: number, value: Bits): Bits {
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw new SettleError(
      "OUT_OF_RANGE",
      `value of port "${name}" is ${value}, not a whole number; wide ports take bigints`,
    );
  const most = 2n ** BigInt(width) - 1n;
  const exact = BigInt(value);
  if (exact < 0n || exact > most) throw outOfRange(`value of port "${name}" (${width} bits)`, value, 0, most);
  return width <= NUMBER_BITS ? Number(exact) : exact;
}

/**
 * What the inputs of one RTL take. Nearly all values are narrow and fit already; then there is nothing to make anew, and no
 * more to do than to compare each with its bound.
 */
export class InputValues {
  /** By index of the port: the first value that is too large, 0 where nothing narrow can be put. */
  private readonly bounds: readonly number[];

  constructor(private readonly ports: readonly Port[]) {
    this.bounds = ports.map(({ direction, width }) => (direction === "in" && width <= NUMBER_BITS ? 2 ** width : 0));
  }

  /** Inputs as they go over the bus. Throws UNKNOWN_NAME or OUT_OF_RANGE before anything is sent. */
  fitted(inputs: readonly Change[]): readonly Change[] {
    for (let k = 0; k < inputs.length; k++) {
      const { index, value } = inputs[k];
      if (typeof value !== "number" || value >>> 0 !== value || !(value < this.bounds[index])) return this.made(inputs);
    }
    return inputs;
  }

  private made(inputs: readonly Change[]): readonly Change[] {
    return inputs.map(({ index, value }) => {
      const port = this.ports[index];
      if (port === undefined) throw outOfRange("index of an input", index, 0, this.ports.length - 1);
      if (port.direction !== "in")
        throw new SettleError("MISUSE", `port "${port.name}" is an output; it cannot be driven`);
      return { index, value: fitted(port, value) };
    });
  }
}
