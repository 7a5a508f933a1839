import { z } from "zod";
import { calibrationContexts, refittedDecoder } from "../../../analog-models/training/calibration.ts";
import { decodedToken, type FixedPointDecoder } from "../../../analog-models/networks/fixed-point-decoder.ts";
import { generate, textOf } from "../../../analog-models/training/generate.ts";
import type { Context } from "../../../analog-models/training/model.ts";
import type { Decoder } from "../../../analog-models/training/ridge.ts";
import { sixDecimals } from "../../../analog-models/training/train.ts";
import { seededRandom } from "../../../src/random.ts";
import { defineBench } from "../../bench/bench.ts";
import type { Test } from "../../bench/test-api.ts";
import { chipSetup } from "../dense-am/chip.ts";
import { type LanguageChip, languageChip, longestToken } from "./chip.ts";
import { byLikeness, ContextReader } from "./context-reader.ts";
import { loadLanguage } from "./firmware.ts";
import type { Language } from "./languages.ts";
import { type Order, orderOf, weightPath } from "./order.ts";
import { LANGUAGE_PARAMETERS } from "./parameters.ts";
import { Reference } from "./reference.ts";
import { decoderFor, inModelUnits, readoutVariance } from "./without-rtl.ts";

const count = (least: number, contexts: number, what: string) =>
  z.int().min(least).max(65_536).default(contexts).describe(what);

/** The chip's own parameters, and how much is read. What a language bench is to say does not matter here. */
export const CALIBRATION_PARAMETERS = LANGUAGE_PARAMETERS.omit({
  prompts: true,
  promptCount: true,
  tokens: true,
  temperature: true,
}).extend({
  contexts: count(1, 18, "contexts that the decoder is fitted to"),
  heldOut: count(0, 9, "further contexts, read only to see what the decoder is worth"),
});

/** Right answers among the contexts of one kind. */
export interface Score {
  readonly of: number;
  readonly before: number;
  readonly after: number;
}

export interface Calibration {
  readonly order: Order;
  /** in model units, as a weight file holds it */
  readonly decoder: Decoder;
  readonly fitted: Score;
  readonly heldOut: Score;
}

/** A bench that reads contexts through the chip's own registers, fits the decoder to them, and hands it to `found`. */
export const calibrationBench = ({ name, shipped }: Language, found: (calibration: Calibration) => void) =>
  defineBench({
    name: `calibrate-${name}`,
    summary: `Reads contexts of ${name} on one chip and fits the decoder to what it reads`,
    parameters: CALIBRATION_PARAMETERS,
    inputs(given) {
      const p = LANGUAGE_PARAMETERS.parse(given);
      orderOf(p, shipped, 1);
      return { weights: weightPath(p, shipped) };
    },
    setup(given, seed) {
      const { order, language, contexts } = planOf(given, shipped, seed);
      // Refused here, before the chip has read them all.
      for (const context of contexts) generate(order.model, context, 1);
      return chipSetup(language.chip, seed);
    },
    async test(t, given, seed) {
      const { p, order, language, contexts } = planOf(given, shipped, seed);
      const { registers } = await loadLanguage(t, language, p, seed);
      const reader = new ContextReader(registers, language, longestToken(language, p));
      const codes = await readAll(t, reader, contexts, order.file.tokens);
      t.expect("cells that could not be programmed", (await registers.read("PROG_ERROR")) & 0xff, { equals: 0 }, "1");
      const calibration = calibrated(order, language, contexts, codes, given.contexts);
      report(t, calibration);
      found(calibration);
    },
  });

/** The contexts to fit to come first. */
function planOf(given: z.output<typeof CALIBRATION_PARAMETERS>, shipped: string, seed: number) {
  const p = LANGUAGE_PARAMETERS.parse(given);
  const order = orderOf(p, shipped, seed);
  const contexts = calibrationContexts(order.model.shape, given.contexts + given.heldOut, seededRandom(seed));
  return { p, order, language: languageChip(order, p), contexts };
}

async function readAll(
  t: Test,
  reader: ContextReader,
  contexts: readonly Context[],
  names: readonly string[],
): Promise<ReadonlyMap<Context, readonly number[]>> {
  const codes = new Map<Context, readonly number[]>();
  for (const context of byLikeness(contexts)) {
    const read = await reader.read(context);
    codes.set(context, read);
    t.log(`${textOf(names, context)} reads ${read.join(" ")}`);
    t.progress(codes.size, contexts.length, "contexts read");
  }
  return codes;
}

/** The first `fitted` contexts are for the fit. Everything is judged as the registers will have it, decimals of the file included. */
function calibrated(
  order: Order,
  language: LanguageChip,
  contexts: readonly Context[],
  codes: ReadonlyMap<Context, readonly number[]>,
  fitted: number,
): Calibration {
  const { model } = order;
  const codesOf = (context: Context) => codes.get(context) ?? [];
  const readings = contexts
    .slice(0, fitted)
    .map((context) => ({ context, v: inModelUnits(language, codesOf(context)) }));
  const { weights, bias } = refittedDecoder(model, readings, readoutVariance(language));
  const decoder = { weights: sixDecimals(weights), bias: sixDecimals(bias) };
  const next = rule(order);
  const right = (asked: readonly Context[], by: FixedPointDecoder) =>
    asked.filter((context) => decodedToken(by, codesOf(context), language.chip.adc.bits) === next(context)).length;
  const after = decoderFor(language, model, decoder);
  const score = (asked: readonly Context[]): Score => ({
    of: asked.length,
    before: right(asked, language.decoder),
    after: right(asked, after),
  });
  return { order, decoder, fitted: score(contexts.slice(0, fitted)), heldOut: score(contexts.slice(fitted)) };
}

/** What is right: by the rule of the language or, where none is known, as the model says. */
function rule({ task, model }: Order): (context: Context) => number {
  if (task !== undefined) return (context) => task.next(context);
  const reference = new Reference(model);
  return (context) => reference.say(context, 1)[0];
}

function report(t: Test, { fitted, heldOut }: Calibration): void {
  for (const [what, { of, before, after }] of [
    ["fitted", fitted],
    ["held out", heldOut],
  ] as const) {
    if (of === 0) continue;
    t.figure(`right before, ${what}`, before, `of ${of} contexts`);
    t.expect(`right after, ${what}`, after, { atLeast: before }, `of ${of} contexts`);
  }
}
