import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../cosim/generate/write-all.ts";
import { INFERENCE } from "./mutants/inference.ts";
import { PARTS } from "./mutants/parts.ts";
import { type Exercise, schemata, type Specimen } from "./mutants/schemata.ts";
import { SMALL_TOPS } from "./mutants/small-tops.ts";
import { TOKENS } from "./mutants/tokens.ts";
import { closeAll, openRtl, QUICK } from "./open-rtl.ts";
import { type Pins, reset } from "./pins.ts";
import { filesOf } from "./rtl-files.ts";
import { TOKEN_CORE } from "./token-bench.ts";

const CONTROLLER: Specimen = {
  top: "dense_am",
  files: filesOf("dense_am"),
  parameters: { ...TOKEN_CORE },
  exercises: [INFERENCE, TOKENS],
};
const SPECIMENS = [CONTROLLER, ...PARTS, ...SMALL_TOPS];

afterEach(closeAll);

/** Out of reset, with mistake number `mutant_i` made. */
async function openMutant(specimen: Specimen, files: readonly string[], mutant_i: number): Promise<Pins> {
  const { top, parameters } = specimen;
  const build = { ...QUICK, coverage: false };
  const pins = await openRtl(top, { files, parameters, inputs: { mutant_i }, build });
  if (pins.values.has("rst_ni")) await reset(pins);
  return pins;
}

describe.each(SPECIMENS)("$top", (specimen) => {
  const files = schemata(specimen);
  let numbered = 0;
  describe.each(specimen.exercises)("in $name", ({ run, mutants }: Exercise) => {
    it("keeps every property while no mistake is made", async () => {
      await expect(run(await openMutant(specimen, files, 0))).resolves.toBeUndefined();
    });
    it.each(mutants.map(({ property, file }) => ({ property, file, number: ++numbered })))(
      "breaks $property with a mistake in $file",
      async ({ property, number }) => {
        const [module = "", name = ""] = property.split(".");
        const pins = await openMutant(specimen, files, number);
        await expect(run(pins)).rejects.toThrow(new RegExp(`${module}_sva\\.sv:\\d+: .*${name}`));
      },
    );
  });
});

/** Models that other tests have built. */
const PARAMETERS: Readonly<Record<string, Specimen["parameters"]>> = {
  dense_am: { ...TOKEN_CORE },
  counter: { Width: 100 },
};

/** What only the surroundings of a top can break, and how. */
const BROKEN_FROM_OUTSIDE: readonly {
  readonly property: string;
  readonly top: string;
  readonly break: (pins: Pins) => Promise<void>;
}[] = [
  {
    property: "dense_am_bus.AccessHolds_A",
    top: "dense_am",
    break: async (pins) => {
      for (const psel_i of [1, 0]) {
        await pins.set({ psel_i });
        await pins.cycle();
      }
    },
  },
  {
    property: "dense_am_bus.EnableAfterSetup_A",
    top: "dense_am",
    break: async (pins) => {
      await pins.set({ psel_i: 1, penable_i: 1 });
      await pins.cycle();
    },
  },
  {
    property: "counter.MustHold_A",
    top: "counter",
    break: async (pins) => {
      await pins.set({ must_hold_i: 1, enable_i: 1 });
      await pins.cycle();
    },
  },
  {
    property: "relaxation_latch.ThresholdsApart_A",
    top: "relaxation_latch",
    break: (pins) => pins.set({ above_i: 1, below_i: 1 }),
  },
];

it.each(BROKEN_FROM_OUTSIDE)("$property is broken from outside", async ({ property, top, break: spoil }) => {
  const pins = await openRtl(top, { parameters: PARAMETERS[top] ?? {}, build: top === "dense_am" ? QUICK : {} });
  if (pins.values.has("rst_ni")) await reset(pins);
  await expect(spoil(pins)).rejects.toThrow(property.split(".")[1]);
});

it("every bound property fires on some mistake", () => {
  const folder = join(PROJECT_ROOT, "hdl/sva");
  const bound = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), "utf8").matchAll(/(\w+_A): assert/g)].map(
      ([, name]) => `${basename(file, "_sva.sv")}.${name}`,
    ),
  );
  const mutants = SPECIMENS.flatMap(({ exercises }) => exercises).flatMap(({ mutants: all }) => all);
  const fired = [...mutants, ...BROKEN_FROM_OUTSIDE].map(({ property }) => property);
  expect(fired.sort()).toEqual(bound.sort());
});

/** Codes of two bits keep the largest cores small. */
const NARROW = { DacBits: 2, AdcBits: 2, LevelBits: 2 };

it.each([
  ["dense_am", { VisibleCount: 257, ...NARROW }, "VisibleCount=257 is outside 1..256"],
  ["dense_am", { RowCount: 2048, ...NARROW }, "RowCount=2048 is outside 1..2047"],
  ["dense_am", { MemoryCount: 2048, ...NARROW }, "MemoryCount=2048 is outside 0..2047"],
  ["dense_am", { DacBits: 17 }, "DacBits=17 is outside 2..16"],
  ["dense_am", { AdcBits: 17 }, "AdcBits=17 is outside 2..16"],
  ["dense_am", { LevelBits: 17 }, "LevelBits=17 is outside 2..16"],
  ["dense_am", { VocabularyCount: 1 }, "VocabularyCount=1 is neither 0 nor inside 2..16"],
  ["dense_am", { VocabularyCount: 2, AdcBits: 6 }, "AdcBits=6 is below LevelBits=8"],
  ["dense_am", { VocabularyCount: 16, VisibleCount: 129, ...NARROW }, "VisibleCount=2064 is above 2048"],
  ["dense_am", { VocabularyCount: 2, VisibleCount: 256, ...NARROW }, "VisibleCount=256 is above 255"],
  ["sar_adc", { Bits: 33 }, "Bits=33 is outside 1..32"],
  ["sar_adc", { TrialCycles: 0 }, "TrialCycles=0 is outside 1..65535"],
  ["counter", { Width: 4097 }, "Width=4097 is outside 1..4096"],
] as const)("%s with %o is not built", async (top, parameters, message) => {
  await expect(openRtl(top, { parameters })).rejects.toThrow(message);
});
