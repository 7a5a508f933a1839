/** The least and the greatest of some consecutive points. */
interface Bucket {
  tLow: number;
  low: number;
  tHigh: number;
  high: number;
  count: number;
}

function merged(a: Bucket, b: Bucket): Bucket {
  const lower = b.low < a.low ? b : a;
  const higher = b.high > a.high ? b : a;
  return { tLow: lower.tLow, low: lower.low, tHigh: higher.tHigh, high: higher.high, count: a.count + b.count };
}

/**
 * A series of any length in bounded memory. Consecutive points share a bucket that keeps the least and the greatest of
 * them; when the buckets run out, each two become one. So peaks survive, and the outcome depends on the points alone.
 */
export class MinMaxSeries {
  private buckets: Bucket[] = [];
  private perBucket = 1;
  private first: readonly [t: number, value: number] | undefined;
  private last: readonly [t: number, value: number] | undefined;
  private readonly mostBuckets: number;

  /** `most` is the largest number of points that `points` answers, 6 or more. */
  constructor(most: number) {
    this.mostBuckets = Math.floor((most - 2) / 2);
  }

  add(t: number, value: number): void {
    this.first ??= [t, value];
    this.last = [t, value];
    if (this.buckets.length === this.mostBuckets && !this.hasRoom()) this.halve();
    const point: Bucket = { tLow: t, low: value, tHigh: t, high: value, count: 1 };
    const open = this.buckets.at(-1);
    if (open !== undefined && this.hasRoom()) this.buckets[this.buckets.length - 1] = merged(open, point);
    else this.buckets.push(point);
  }

  /** In order of time: the first point, the extremes of every bucket, the last point. */
  points(): { readonly t: readonly number[]; readonly values: readonly number[] } {
    const extremes = this.buckets.flatMap(({ tLow, low, tHigh, high }): readonly (readonly [number, number])[] =>
      tLow <= tHigh
        ? [
            [tLow, low],
            [tHigh, high],
          ]
        : [
            [tHigh, high],
            [tLow, low],
          ],
    );
    const all = [...(this.first ? [this.first] : []), ...extremes, ...(this.last ? [this.last] : [])];
    const kept = all.filter(([t, value], n) => n === 0 || t !== all[n - 1]?.[0] || value !== all[n - 1]?.[1]);
    return { t: kept.map(([t]) => t), values: kept.map(([, value]) => value) };
  }

  private hasRoom(): boolean {
    return (this.buckets.at(-1)?.count ?? this.perBucket) < this.perBucket;
  }

  private halve(): void {
    this.perBucket *= 2;
    const halved: Bucket[] = [];
    for (let n = 0; n < this.buckets.length; n += 2) {
      const [a, b] = [this.buckets[n], this.buckets[n + 1]];
      if (a !== undefined) halved.push(b === undefined ? a : merged(a, b));
    }
    this.buckets = halved;
  }
}
