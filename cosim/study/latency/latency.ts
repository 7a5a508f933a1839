import { z } from "zod";
import type { Check } from "../../bench/test-api.ts";
import { judged } from "../../bench/judge.ts";
import { defineStudy, type Table } from "../study.ts";
import { type Measured, measureAll } from "./measured.ts";
import { cutsPlot } from "./cuts-plot.ts";
import { mapPlot } from "./map-plot.ts";
import { leastAmplifier } from "./rule.ts";

const decade = (name: string, low: number, high: number) =>
  z.array(z.number().min(low).max(high)).min(2).describe(name);

const PARAMETERS = z.object({
  gainBandwidths: decade("gain-bandwidth products of the map, ascending [MHz]", 0.1, 1e5).default([
    1, 3, 10, 30, 100, 300, 1000, 3000, 10_000,
  ]),
  slewRates: decade("slew rates of the map, ascending [V/us]", 0.01, 1e5).default([
    0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000,
  ]),
  bits: z.int().min(4).max(12).default(8).describe("settled is within half an LSB of so many bits [bit]"),
  prompts: z
    .int()
    .min(1)
    .max(9)
    .default(2)
    .describe("how many prompts to follow: the slowest with ideal amplifiers [1]"),
  published: z.boolean().default(true).describe("whether to follow the published amplifiers as well"),
  swing: z.number().min(0.01).max(10).default(0.7).describe("swing of the rule tau >= swing / SR [V]"),
});

const AMPLIFIER = [
  { name: "gainBandwidth", unit: "MHz", meaning: "of every amplifier" },
  { name: "slewRate", unit: "V/us", meaning: "of every amplifier" },
] as const;

const LATENCY = [
  {
    name: "rc",
    unit: "",
    meaning: "time constants: chip: its own; tenth: the least of the rule with k = 10; equal: with k = 1",
  },
  { name: "tau", unit: "ns", meaning: "of the visible nodes; hidden ones keep their ratio to it" },
  { name: "latency", unit: "ns", meaning: "until every visible node is within half an LSB for good, slowest prompt" },
  { name: "decided", unit: "ns", meaning: "until the answer stays that of the late readout, slowest prompt" },
  { name: "bound", unit: "ns", meaning: "latency with ideal amplifiers at the least tau of the rule; chip: k = 10" },
] as const;

const MAP: Omit<Table, "rows"> = {
  name: "map",
  title: "Latency over slew rate and gain-bandwidth product, slowest prompt",
  columns: [...AMPLIFIER, ...LATENCY],
};

const PUBLISHED: Omit<Table, "rows"> = {
  name: "published",
  title: "The same with published amplifiers",
  columns: [
    { name: "name", unit: "", meaning: "amplifier" },
    ...AMPLIFIER,
    ...LATENCY,
    { name: "source", unit: "", meaning: "of gain-bandwidth product and slew rate, typical values" },
  ],
};

const PROMPTS: Omit<Table, "rows"> = {
  name: "prompts",
  title: "Every prompt with ideal amplifiers",
  columns: [
    { name: "ones", unit: "1", meaning: "how many of the prompt's eight bits are 1" },
    { name: "settled", unit: "ns", meaning: "until every visible node is within half an LSB for good" },
    { name: "decided", unit: "ns", meaning: "until the decoder's answer is that of the late readout for good" },
    { name: "answer", unit: "1", meaning: "the token of the late readout" },
    { name: "right", unit: "", meaning: "whether it is the parity of the prompt" },
  ],
};

/** Of the rule that the bound and the dashed lines are for. */
const AHEAD = 10;

function checksOf({ prompts, map, ideal, rule, tau }: Measured): Check[] {
  const least = leastAmplifier({ ...rule, ahead: AHEAD }, tau.hidden);
  const ofChoice = (choice: string) => map.filter(({ rc }) => rc === choice);
  const overBound = ofChoice("tenth").map((row) => Number(row.latency) / Number(row.bound));
  const allowed = ofChoice("chip").filter(
    ({ gainBandwidth, slewRate }) =>
      Number(gainBandwidth) * 1e6 >= least.gainBandwidth && Number(slewRate) * 1e6 >= least.slewRate,
  );
  const overIdeal = allowed.map((row) => Number(row.latency) / (ideal.taus * tau.visible * 1e9));
  return [
    judged("prompts answered right", ideal.right, { equals: prompts.length }, "prompts"),
    judged("latency over the textbook bound, least", Math.min(...overBound), { atLeast: 0.98 }, "1"),
    judged("latency over the textbook bound, greatest", Math.max(...overBound), { atMost: 1.15 }, "1"),
    ...(overIdeal.length === 0
      ? []
      : [judged("latency over ideal amplifiers' where the rule holds", Math.max(...overIdeal), { atMost: 1.1 }, "1")]),
  ];
}

const notesOf = ({ rule, ideal, tau }: Measured): readonly string[] => [
  `The chip of the token benches with the shipped weights of parity, without deviations, tau_v ${(tau.visible * 1e9).toFixed(0)} ns and tau_h ${(tau.hidden * 1e9).toFixed(0)} ns, every amplifier with the noise gain of its own line (at most ${rule.noiseGain.toFixed(1)}). Nodes are held at 0 V until the amplifiers rest, then released. Prompts differ in their number of ones, which is all that parity sees.`,
  `With ideal amplifiers the slowest prompt settles in ${ideal.taus.toFixed(1)} tau_v and is decided for good after ${ideal.decidedTaus.toFixed(1)} tau_v.`,
  `Rule: tau >= k NG / (2 pi GBW) and tau >= ${rule.swing} V / SR for the hidden nodes, the faster ones; tau_v keeps its ratio to that. The bound is settling with ideal amplifiers at that tau_v. The rule keeps the amplifiers out of the way; it is not what makes a core settle, and slower amplifiers add their own lag and no more.`,
  "Published amplifiers are marked at their typical gain-bandwidth product and slew rate, and integrated at exactly those; supply, load and stability at the chip's noise gain are not looked at.",
  "Left out: further poles, the capacitance of lines, mismatch, offsets, programming and readout.",
];

const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

export default defineStudy({
  name: "latency",
  summary: "Latency of an inference over slew rate and gain-bandwidth product, beside the textbook bound",
  parameters: PARAMETERS,
  quick: { gainBandwidths: [10, 100, 1000], slewRates: [1, 10, 100], prompts: 1, published: false },
  async run(p, run) {
    const grid = { gainBandwidths: sorted(p.gainBandwidths), slewRates: sorted(p.slewRates) };
    const found = await measureAll({ ...p, ...grid }, run);
    return {
      tables: [
        { ...PROMPTS, rows: found.prompts },
        { ...PUBLISHED, rows: found.published },
        { ...MAP, rows: found.map },
      ],
      plots: [mapPlot(found, AHEAD), cutsPlot(found)],
      checks: checksOf(found),
      notes: notesOf(found),
    };
  },
});
