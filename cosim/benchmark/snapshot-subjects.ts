import type { Snapshot } from "../../src/lockstep/lockstep.ts";
import parity from "../benches/parity.ts";
import type { OpenStage } from "../run/stage.ts";
import { type BenchTransport, bodyOn, staged } from "./lockstep-subjects.ts";
import type { Subject } from "./measure.ts";
import type { Group } from "./suite.ts";

const ROUNDS_OF_TWO = 100;

const parameters = (prompts: string) => parity.parameters.parse({ prompts, tokens: 1 });

/** The token chip on its stage, and two states of it: after one prompt, and after another that has reprogrammed its rows. */
async function spokenTwice(
  transport: BenchTransport,
): Promise<{ readonly stage: OpenStage; readonly states: Snapshot[] }> {
  const { stage } = await staged(parity, parity.setup(parameters("00000000"), 1), transport, "windowed");
  const states: Snapshot[] = [];
  for (const prompt of ["00000000", "10110111"]) {
    await parity.test(bodyOn(stage).body, parameters(prompt), 1);
    states.push(await stage.lockstep.save());
  }
  return { stage, states };
}

function snapshots(transport: BenchTransport, kind: "save" | "restore"): Subject {
  let open: Awaited<ReturnType<typeof spokenTwice>> | undefined;
  return {
    name: `${kind} of both halves, ${transport}`,
    unit: "snapshot",
    open: async () => {
      open = await spokenTwice(transport);
    },
    run: async () => {
      const { stage, states } = open as NonNullable<typeof open>;
      for (let n = 0; n < ROUNDS_OF_TWO; n++) {
        for (const state of states) {
          if (kind === "save") await stage.lockstep.save();
          else await stage.lockstep.restore(state);
        }
      }
      return { units: ROUNDS_OF_TWO * states.length };
    },
    close: async () => open?.stage.close(),
  };
}

const KINDS = ["save", "restore"] as const;

export const snapshotGroup = (): Group => ({
  name: "snapshot",
  subjects: (["in-process", "ipc"] as const).flatMap((transport) => KINDS.map((kind) => snapshots(transport, kind))),
  ratios: KINDS.map((kind) => ({
    name: `time of a ${kind} of both halves, in process`,
    unit: "us",
    bar: { atMost: 200 },
    of: [`${kind} of both halves, in-process`],
    value: (rate) => 1e6 / rate,
  })),
});
