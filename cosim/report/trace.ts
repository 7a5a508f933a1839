/** A quantity over time, as the report draws it. */
export interface Trace {
  /** Traces of one panel share a time axis; panels are drawn in the order of their first trace. */
  readonly panel: string;
  readonly name: string;
  readonly unit: string;
  /** Ascending, same length as `values`. */
  readonly t_ps: readonly number[];
  readonly values: readonly number[];
}
