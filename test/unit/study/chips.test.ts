import { expect, it } from "vitest";
import { seededRandom } from "../../../src/random.ts";
import { inModelUnits } from "../../../cosim/benches/language/without-rtl.ts";
import { DrawnChip } from "../../../cosim/study/chips/drawn-chip.ts";
import { accuracyOf, answersOf, rightPrompts } from "../../../cosim/study/chips/judge.ts";
import { calibrationQuestions, chipWith, questionsOf, studiedLanguage } from "../../../cosim/study/chips/language.ts";

const parity = studiedLanguage("parity");
const random = seededRandom(1);

it("a chip as designed reads what the model says, to two steps of its converters", () => {
  const made = chipWith(parity, { levelBits: 16 });
  const chip = new DrawnChip(parity, made, random);
  const step = 1.8 / 1024 / made.mapping.scale.visible;
  for (const question of calibrationQuestions(parity, 9, random)) {
    const v = inModelUnits(made, chip.read(question));
    v.forEach((x, i) => expect(Math.abs(x - (question.rest[i] ?? 0))).toBeLessThan(2 * step));
  }
  expect(chip.integrated).toBe(0);
});

it("a chip that is no good as shipped is faultless once its decoder is fitted to it", () => {
  const judged = questionsOf(parity, 256, "drawn", random);
  const exam = { judged, calibration: calibrationQuestions(parity, 36, random), counts: [9, 36] };
  const poor = chipWith(parity, { mismatch: 0.02, offset: 3, biasError: 5 });
  const { shipped, calibrated } = answersOf(parity, poor, exam, seededRandom(5));
  expect(accuracyOf(shipped, judged)).toBeLessThan(0.9);
  expect(accuracyOf(calibrated[1] ?? [], judged)).toBe(1);
});

it("integrates where an amplifier clips", () => {
  const [question] = calibrationQuestions(parity, 1, random);
  const clipping = chipWith(parity, { offset: 400 });
  const chip = new DrawnChip(parity, clipping, seededRandom(2));
  if (question !== undefined) chip.read(question);
  expect(chip.integrated).toBe(1);
});

it("counts a prompt right when every token is, at every place of the ring it comes to", () => {
  const judged = questionsOf(parity, 256, "all", random);
  const truth = judged.map(({ answer }) => answer);
  expect(judged.length).toBe(8 * 256);
  expect(rightPrompts(truth, judged, 17)).toBe(256);
  // 00000000 says 0 for ever, so it comes by every head; nothing else leads there.
  const at = judged.findIndex(({ context, head }) => head === 5 && context.every((token) => token === 0));
  const wrong = truth.map((token, k) => (k === at ? 1 - token : token));
  expect(rightPrompts(wrong, judged, 5)).toBe(256);
  expect(rightPrompts(wrong, judged, 6)).toBe(255);
});
