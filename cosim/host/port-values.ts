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

/** Narrow values that fit already, as nearly all do: nothing to make anew. */
function areFitted(ports: readonly Port[], inputs: readonly Change[]): boolean {
  for (const { index, value } of inputs) {
    const port = ports[index];
    if (port?.direction !== "in" || port.width > NUMBER_BITS || typeof value !== "number") return false;
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** port.width) return false;
  }
  return true;
}

/** Inputs as they go over the bus. Throws UNKNOWN_NAME or OUT_OF_RANGE before anything is sent. */
export function fittedInputs(ports: readonly Port[], inputs: readonly Change[]): readonly Change[] {
  if (areFitted(ports, inputs)) return inputs;
  return inputs.map(({ index, value }) => {
    const port = ports[index];
    if (port === undefined) throw outOfRange("index of an input", index, 0, ports.length - 1);
    if (port.direction !== "in")
      throw new SettleError("MISUSE", `port "${port.name}" is an output; it cannot be driven`);
    return { index, value: fitted(port, value) };
  });
}
