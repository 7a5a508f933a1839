import type { Measurement } from "./measure.ts";

const engineering = new Intl.NumberFormat("en", { maximumSignificantDigits: 4, notation: "engineering" });
const number = (value: number): string =>
  engineering
    .format(value)
    .replace("E0", "")
    .replace(/E(\d+)/, "e$1");

/** A ratio of two measured rates, and what it says. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
}

const rateOf = (measurements: readonly Measurement[], name: string): number => {
  const found = measurements.find((measurement) => measurement.name === name);
  if (found === undefined) throw new Error(`the benchmark has no subject "${name}"`);
  return found.median;
};

/** Two exchanges make a clock cycle in strict mode. */
const EXCHANGES_PER_CYCLE = 2;

export function ratios(measurements: readonly Measurement[]): readonly Ratio[] {
  const rate = (name: string) => rateOf(measurements, name);
  const bare = rate("bare Verilated model");
  return (["ipc", "tcp"] as const).flatMap((transport) => {
    const idle = rate(`strict lockstep over ${transport}, analog half idle`);
    const busy = rate(`strict lockstep over ${transport}, Hamming(7,4) inferences`);
    const windowed = rate(`windowed lockstep over ${transport}, Hamming(7,4) inferences`);
    const trip = rate(`bare round trip over ${transport}`);
    return [
      { name: `bare model / strict over ${transport}, idle: cycle rates`, value: bare / idle },
      { name: `strict over ${transport}: inference / idle, cycle rates`, value: busy / idle },
      { name: `windowed / strict over ${transport}, inference: cycle rates`, value: windowed / busy },
      { name: `exchange over ${transport} / bare round trip: times`, value: trip / (idle * EXCHANGES_PER_CYCLE) },
    ];
  });
}

export function renderTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map(({ name, unit, median, least, most }) => [
    name,
    `${number(median)} ${unit}s/s`,
    `${number(least)} .. ${number(most)}`,
    `${number(1e6 / median)} us`,
  ]);
  const lines = ratios(measurements).map(({ name, value }) => `  ${name.padEnd(62)} ${number(value)}`);
  return [...aligned([["", "median", "least .. most", "each"], ...rows]), "", "ratios of medians:", ...lines].join(
    "\n",
  );
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
