import { afterAll } from "vitest";
import type { DenseAmParameters } from "../../cosim/benches/generated/dense-am-registers.ts";
import { PROJECT_ROOT } from "../../cosim/generate/write-all.ts";
import { openDigital } from "../../cosim/host/open-digital.ts";
import type { BuildOptions } from "../../cosim/host/host-objects.ts";
import type { Bits, DigitalPeer } from "../../src/lockstep/digital-peer.ts";
import { Apb } from "./apb.ts";
import { Pins, reset } from "./pins.ts";

const opened: DigitalPeer[] = [];
/** Ends every host that is open; done at the end of a test file in any case. */
export const closeAll = async (): Promise<void> => {
  await Promise.all(opened.splice(0).map((peer) => peer.close()));
};
afterAll(closeAll);

export interface Opening {
  /** Default: the top's own file list. */
  readonly files?: readonly string[];
  readonly parameters?: Readonly<Record<string, number>>;
  readonly inputs?: Readonly<Record<string, Bits>>;
  readonly build?: BuildOptions;
}

/** The compiled model of a top in its own host; closed when the test file ends. */
export async function openRtl(top: string, opening: Opening = {}): Promise<Pins> {
  const { files, parameters = {}, inputs = {}, build = {} } = opening;
  const peer = await openDigital({
    rtl: { top, files: files ?? [`hdl/${top}.f`], parameters },
    root: PROJECT_ROOT,
    transport: "ipc",
    ...build,
  });
  opened.push(peer);
  return Pins.open(peer, inputs);
}

const FORMAT = { DacBits: 10, AdcBits: 10, LevelBits: 8 };

export const denseAm = (VisibleCount: number, RowCount: number, MemoryCount: number): DenseAmParameters => ({
  VisibleCount,
  RowCount,
  MemoryCount,
  ...FORMAT,
});

/** Compiled fast: the bus to the model takes longer than its cycles, and compiling it well longer than the tests. */
export const QUICK: BuildOptions = { quick: true };

/** A controller out of reset. */
export async function openDenseAm(parameters: DenseAmParameters): Promise<Apb> {
  const pins = await openRtl("dense_am", { parameters: { ...parameters }, build: QUICK });
  await reset(pins);
  return new Apb(pins);
}
