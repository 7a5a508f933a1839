import { SettleError } from "../errors.ts";
import type { Converter, PortBits } from "./converters/converter.ts";
import type { Clock } from "./digital-peer.ts";
import { splitUnit } from "./names.ts";
import type { PortValues } from "./port-values.ts";

/** Who drives each bit of each input port and each input of the circuit, so that a second driver can be named. */
class Drivers {
  private readonly byName = new Map<string, string>();

  claim({ port, lsb, width }: PortBits, who: string): void {
    for (let bit = lsb; bit < lsb + width; bit++) this.claimOne(`${port}[${bit}]`, who);
  }

  claimOne(what: string, who: string): void {
    const other = this.byName.get(what);
    if (other !== undefined) {
      throw new SettleError("BAD_BENCH", `${what} is driven by ${other} and by ${who}; remove one of them`);
    }
    this.byName.set(what, who);
  }
}

/**
 * Everything about clocks and wiring that can be wrong before time moves: unknown ports, wrong directions, slices outside a
 * port, bits or circuit inputs driven twice. Answers the names of the ports that clocks or converters drive.
 */
export function checkWiring(
  ports: PortValues,
  clocks: readonly Clock[],
  converters: readonly Converter[],
): ReadonlySet<string> {
  const drivers = new Drivers();
  const driven = new Set<string>();
  const claim = (bits: PortBits, who: string) => {
    ports.require(bits, "in", who);
    drivers.claim(bits, who);
    driven.add(bits.port);
  };
  for (const { port } of clocks) claim({ port, lsb: 0, width: 1 }, `clock "${port}"`);
  for (const converter of converters) {
    const who = `converter "${converter.name}"`;
    for (const bits of converter.hears) ports.require(bits, "out", who);
    if (converter.direction === "A->D") for (const bits of converter.drives) claim(bits, who);
    else for (const input of converter.inputs) drivers.claimOne(`circuit input ${splitUnit(input).name}`, who);
  }
  return driven;
}
