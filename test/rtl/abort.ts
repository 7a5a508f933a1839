import { DENSE_AM_REGISTERS } from "../../cosim/benches/generated/dense-am-registers.ts";
import type { Apb } from "./apb.ts";

const { CTRL, STATUS } = DENSE_AM_REGISTERS;
const ABORT = 2;

/** Writes CTRL.ABORT and answers STATUS in the very cycle in which it acts. */
export async function abortLooking({ pins }: Apb): Promise<number> {
  await pins.set({ psel_i: 1, pwrite_i: 1, paddr_i: CTRL.offset, pwdata_i: ABORT });
  await pins.cycle();
  await pins.set({ penable_i: 1, paddr_i: STATUS.offset });
  const status = pins.number("prdata_o"); // reads need no edge, so the address may visit STATUS between two edges
  await pins.set({ paddr_i: CTRL.offset });
  await pins.cycle();
  await pins.set({ psel_i: 0, penable_i: 0, pwrite_i: 0 });
  return status;
}
