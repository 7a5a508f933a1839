/** One thing that can be run for a while and counted. */
export interface Subject {
  readonly name: string;
  /** Of what `run` counts: "clock cycle", "exchange", "node-step". */
  readonly unit: string;
  /** Once, before the first round; not timed. */
  open(): Promise<void>;
  /** Does a fixed amount of work; answers how many units that was, and the seconds it took if it measured them itself. */
  run(): Promise<{ readonly units: number; readonly seconds?: number }>;
  /** What else it found, for people to read below the table. */
  remark?(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Middle and ends of what all rounds gave. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Units per second. */
export interface Measurement extends Spread {
  readonly name: string;
  readonly unit: string;
  /** round by round */
  readonly rates: readonly number[];
  readonly remark?: string;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return { median: (low + high) / 2, least: sorted[0], most: sorted[sorted.length - 1] };
}

async function rate(subject: Subject): Promise<number> {
  const start = process.hrtime.bigint();
  const { units, seconds } = await subject.run();
  return units / (seconds ?? Number(process.hrtime.bigint() - start) * 1e-9);
}

async function measurement(subject: Subject, rates: readonly number[]): Promise<Measurement> {
  const { name, unit } = subject;
  const remark = await subject.remark?.();
  return { name, unit, ...spreadOf(rates), rates, ...(remark === undefined ? {} : { remark }) };
}

/** Round after round through all subjects, so that a slow moment of the machine meets every one of them. */
export async function measure(
  subjects: readonly Subject[],
  rounds: number,
  told: (text: string) => void,
): Promise<readonly Measurement[]> {
  const rates = subjects.map((): number[] => []);
  const opened: Subject[] = [];
  try {
    for (const subject of subjects) {
      told(`preparing ${subject.name}`);
      opened.push(subject);
      await subject.open();
      await subject.run(); // warms up caches and the compiler
    }
    for (let round = 1; round <= rounds; round++) {
      told(`round ${round} of ${rounds}`);
      for (const [n, subject] of subjects.entries()) rates[n].push(await rate(subject));
    }
    return await Promise.all(subjects.map((subject, n) => measurement(subject, rates[n])));
  } finally {
    for (const subject of opened) await subject.close();
  }
}
