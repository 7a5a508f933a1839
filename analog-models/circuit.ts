import { noRandomness, type RandomSource } from "../src/random.ts";
import type { Farads, Ohms } from "../src/units.ts";
import type { Activation } from "./activation.ts";
import type { Amplifier } from "./amplifier.ts";
import type { CapacitorArray } from "./capacitor-array.ts";
import {
  activationElement,
  idealAmplifierElement,
  linearElement,
  magnitudesElement,
  mappedElement,
  newPiece,
  type PointMap,
  sourceElement,
  type Term,
} from "./circuit/algebraic.ts";
import { amplifierElement } from "./circuit/amplifier-element.ts";
import { type Bank, type BankKind, checkedBank, type Shape, sizeOf } from "./circuit/bank.ts";
import { build } from "./circuit/build.ts";
import { capacitorArrayElement, type CapacitorArrayTerminals } from "./circuit/capacitor-array-element.ts";
import { crossbarElement, type CrossbarTerminals } from "./circuit/crossbar-element.ts";
import { multiplexerElement, type MultiplexerTerminals } from "./circuit/multiplexer-element.ts";
import type { CompiledCircuit, PlacedSource } from "./circuit/compiled-circuit.ts";
import type { Element } from "./circuit/element.ts";
import { type Branch, branchElement, nodeElement } from "./circuit/flows.ts";
import { checkedInput, type InputRange } from "./circuit/inputs.ts";
import { type PerElement, perElement } from "./circuit/per-element.ts";
import { type Crossbar, CrossbarDevices } from "./crossbar.ts";
import type { Multiplexer } from "./multiplexer.ts";
import type { NoiseGain } from "./noise-gain.ts";
import type { Source } from "./sources/source.ts";
import type { Switch } from "./switch.ts";

/** 0 V, always there. */
export const GROUND = "ground";
const CLOCK = "_tau";

export interface NodeParameters {
  /** per element, > 0 */
  readonly capacitance: ArrayLike<Farads> | Farads;
  /** to ground [S], 0 when absent */
  readonly leakConductance?: PerElement;
  /** [V], 0 when absent */
  readonly initial?: PerElement;
}

export interface AmplifierTerminals {
  /** [V], what the outputs follow */
  readonly target: string;
  /** In place of the amplifier's own, where it differs from one to the next or changes. */
  readonly noiseGain?: NoiseGain | undefined;
  /** [V] at the output, 0 when absent */
  readonly offset?: PerElement;
  /** [V], 0 when absent */
  readonly initial?: PerElement;
}

export interface CrossbarLevels extends CrossbarTerminals {
  /** Programmed before time begins, row-major, shape (rows, columns); 0 when absent. */
  readonly levels?: ArrayLike<number>;
}

/**
 * Composes a circuit of named banks and the elements between them, and compiles it to a DrivenSystem. Banks are declared
 * (`nodes`, `inputs`, `quantities`, `amplifiers`, ...), elements connect them by name: "bank" is a whole bank, "bank[3]" one
 * element, "bank[2..5]" a stretch with both ends. Names may be used before they are declared; `build` checks them all.
 * Every quantity must be computed by exactly one element. A single value connected to a bank goes to each of its elements.
 */
export class CircuitBuilder {
  private readonly banks: Bank[] = [];
  private readonly elements: Element[] = [];
  private readonly initial = new Map<string, Float64Array>();
  private readonly ranges = new Map<string, InputRange>();
  private readonly crossbars = new Map<string, CrossbarDevices>();
  private readonly sources: PlacedSource[] = [];

  constructor(private readonly random: RandomSource = noRandomness) {
    this.declare(GROUND, "single", "fixed", "V");
    this.declare(CLOCK, "single", "fixed", "s");
  }

  /** Voltages [V] of capacitors to ground; states that take current. */
  nodes(name: string, shape: Shape, p: NodeParameters): this {
    const size = this.declare(name, shape, "node", "V", p.initial);
    const capacitance = perElement(p.capacitance, size, `capacitance of "${name}"`);
    return this.add(nodeElement(name, capacitance, perElement(p.leakConductance ?? 0, size, `leak of "${name}"`)));
  }

  /** Values that hold still between drives; signals too. */
  inputs(name: string, shape: Shape, p: InputRange & { readonly unit: string; readonly initial?: PerElement }): this {
    const size = this.declare(name, shape, "input", p.unit, p.initial);
    this.ranges.set(name, p);
    const check = checkedInput({ name, shape, kind: "input", unit: p.unit }, p);
    for (let k = 0; k < size; k++) check(k, this.initial.get(name)?.[k] ?? 0);
    return this;
  }

  /** Values computed from others by an element yet to be connected. */
  quantities(name: string, shape: Shape, unit: string): this {
    this.declare(name, shape, "quantity", unit);
    return this;
  }

  /** A voltage [V] that follows time. */
  source(name: string, source: Source): this {
    const piece = newPiece();
    this.sources.push({ source, piece });
    return this.quantities(name, "single", "V").add(sourceElement(name, source, piece, CLOCK));
  }

  resistor(from: string, to: string, ohms: Ohms): this {
    return this.branch({ from, to, through: { siemens: 1 / ohms } });
  }

  /** Closed while `control` is 1. */
  switch(from: string, to: string, p: Switch & { readonly control: string }): this {
    return this.branch({ from, to, through: { switch: p, control: p.control } });
  }

  branch(branch: Branch): this {
    return this.add(branchElement(branch));
  }

  /** Outputs [V] of amplifiers: states that drive and are not driven back. */
  amplifiers(name: string, shape: Shape, amplifier: Amplifier, t: AmplifierTerminals): this {
    this.declare(name, shape, "driven", "V", t.initial);
    return this.add(amplifierElement(name, amplifier, t.target, t.offset ?? 0, t.noiseGain));
  }

  /** Outputs [V] of amplifiers without dynamics, into quantities. */
  idealAmplifiers(into: string, rails: Amplifier["rails"], t: Omit<AmplifierTerminals, "initial" | "noiseGain">): this {
    return this.add(idealAmplifierElement(into, rails, t.target, t.offset ?? 0));
  }

  activation(activation: Activation, t: { readonly from: string; readonly into: string }): this {
    return this.add(activationElement(t.into, t.from, activation));
  }

  /** Declares the inputs `name[row,column]`, the signed levels, and computes the currents of the driven directions. */
  crossbar(name: string, p: Crossbar, t: CrossbarLevels): CrossbarDevices {
    const levels = perElement(t.levels ?? 0, p.rows * p.columns, `levels of "${name}"`);
    this.declare(name, [p.rows, p.columns], "cells", "1", levels);
    const devices = new CrossbarDevices(p, name, this.random);
    levels.forEach((level, cell) => devices.program(cell, level));
    this.crossbars.set(name, devices);
    this.add(crossbarElement(devices, t));
    return devices;
  }

  multiplexer(m: Multiplexer, t: MultiplexerTerminals): this {
    return this.add(multiplexerElement(m, t));
  }

  /** Declares the states `name.bottom[k]`, bit k's plate and the dummy's last, and `name.top`, all 0 V at first. */
  capacitorArray(name: string, p: CapacitorArray, t: CapacitorArrayTerminals): this {
    this.declare(`${name}.bottom`, p.bits + 1, "driven", "V");
    this.declare(`${name}.top`, "single", "driven", "V");
    return this.add(capacitorArrayElement(name, p, t));
  }

  /** into_k = constant_k + sum of gain * from_k */
  linear(into: string, terms: readonly Term[], constant: PerElement = 0): this {
    return this.add(linearElement(into, terms, constant));
  }

  /** into_k = |from[0]_k| + |from[1]_k|: as a map, but on the kernel. */
  magnitudes(into: string, from: readonly [string, string]): this {
    return this.add(magnitudesElement(into, from));
  }

  /** into_k = map(from[0]_k, from[1]_k, from[2]_k); `map` must be pure. */
  map(into: string, from: readonly string[], map: PointMap): this {
    return this.add(mappedElement(into, from, map));
  }

  /** A named single quantity, as a linear combination or as a function of up to three others. */
  signal(
    name: string,
    unit: string,
    from: readonly Term[] | { readonly of: readonly string[]; readonly map: PointMap },
  ): this {
    this.quantities(name, "single", unit);
    return "of" in from ? this.map(name, from.of, from.map) : this.linear(name, from);
  }

  build(): CompiledCircuit {
    const { banks, elements, initial, ranges, crossbars, sources } = this;
    return build({ banks, elements, initial, ranges, crossbars, sources, clock: CLOCK });
  }

  private add(element: Element): this {
    this.elements.push(element);
    return this;
  }

  private declare(name: string, shape: Shape, kind: BankKind, unit: string, initial?: PerElement): number {
    this.banks.push(checkedBank({ name, shape, kind, unit }));
    const size = sizeOf(shape);
    if (initial !== undefined) this.initial.set(name, perElement(initial, size, `initial values of "${name}"`));
    return size;
  }
}
