/** One thing that can be run for a while and counted. */
export interface Subject {
  readonly name: string;
  /** Of what `run` counts: "clock cycle", "exchange", "node-step". */
  readonly unit: string;
  /** Once, before the first round; not timed. */
  open(): Promise<void>;
  /** Does a fixed amount of work; answers how many units that was, and the seconds it took if it measured them itself. */
  run(): Promise<{ readonly units: number; readonly seconds?: number }>;
  close(): Promise<void>;
}

export interface Measurement {
  readonly name: string;
  readonly unit: string;
  /** Units per second: median, least and most over the rounds. */
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

async function rate(subject: Subject): Promise<number> {
  const start = process.hrtime.bigint();
  const { units, seconds } = await subject.run();
  return units / (seconds ?? Number(process.hrtime.bigint() - start) * 1e-9);
}

function summary({ name, unit }: Subject, rates: readonly number[]): Measurement {
  const sorted = [...rates].sort((a, b) => a - b);
  return {
    name,
    unit,
    median: sorted[sorted.length >> 1],
    least: sorted[0],
    most: sorted.at(-1) as number,
  };
}

/** Round after round through all subjects, so that a slow moment of the machine meets every one of them. */
export async function measure(
  subjects: readonly Subject[],
  rounds: number,
  told: (text: string) => void,
): Promise<readonly Measurement[]> {
  const rates = new Map<Subject, number[]>(subjects.map((subject) => [subject, []]));
  try {
    for (const subject of subjects) {
      told(`preparing ${subject.name}`);
      await subject.open();
      await subject.run(); // warms up caches and the compiler
    }
    for (let round = 1; round <= rounds; round++) {
      told(`round ${round} of ${rounds}`);
      for (const [subject, list] of rates) list.push(await rate(subject));
    }
    return subjects.map((subject) => summary(subject, rates.get(subject) ?? []));
  } finally {
    for (const subject of subjects) await subject.close();
  }
}
