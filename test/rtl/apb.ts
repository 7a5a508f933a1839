import {
  DENSE_AM_REGISTERS,
  type DenseAmParameters,
  type DenseAmRegister,
  type DenseAmRegisterName,
} from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Pins } from "./pins.ts";

export interface Answer {
  readonly word: number;
  readonly refused: boolean;
  /** wait states */
  readonly waits: number;
}

export const registerOf = (name: DenseAmRegisterName): DenseAmRegister => DENSE_AM_REGISTERS[name];

/** An APB requester that tells everything about an access, a refusal included. */
export class Apb {
  constructor(readonly pins: Pins) {}

  async access(address: number, write: boolean, word = 0): Promise<Answer> {
    const { pins } = this;
    await pins.set({ psel_i: 1, pwrite_i: write ? 1 : 0, paddr_i: address, pwdata_i: word >>> 0 });
    await pins.cycle();
    await pins.set({ penable_i: 1 });
    let waits = 0;
    for (; pins.get("pready_o") === 0; waits++) await pins.cycle();
    const answer = { word: pins.number("prdata_o"), refused: pins.get("pslverr_o") === 1, waits };
    await pins.cycle();
    await pins.set({ psel_i: 0, penable_i: 0, pwrite_i: 0 });
    return answer;
  }

  async read(name: DenseAmRegisterName, index = 0): Promise<number> {
    const { word, refused } = await this.access(registerOf(name).offset + 4 * index, false);
    if (refused) throw new Error(`reading ${name}[${index}] was refused`);
    return word;
  }

  /** One field of a register. */
  async field(name: DenseAmRegisterName, field: string, parameters: DenseAmParameters): Promise<number> {
    const found = registerOf(name).fields[field];
    if (!found) throw new Error(`${name} has no field ${field}`);
    return Math.floor((await this.read(name)) / 2 ** found.lsb) % 2 ** found.width(parameters);
  }

  async tryWrite(name: DenseAmRegisterName, word: number, index = 0): Promise<Answer> {
    return this.access(registerOf(name).offset + 4 * index, true, word);
  }

  /** Answers the number of wait states. */
  async write(name: DenseAmRegisterName, word: number, index = 0): Promise<number> {
    const { refused, waits } = await this.tryWrite(name, word, index);
    if (refused) throw new Error(`writing ${word} to ${name}[${index}] was refused`);
    return waits;
  }
}
