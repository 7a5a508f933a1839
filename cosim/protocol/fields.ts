/** What a field of a message may hold. The bounds are checked before anything is allocated for the value. */
export type FieldType =
  /** `never`: whatever lies above the bound is written as the bound. */
  | { readonly type: "uint"; readonly max: number; readonly never?: true }
  | { readonly type: "text"; readonly maxBytes: number }
  | { readonly type: "bytes"; readonly maxBytes: number }
  | { readonly type: "bits"; readonly maxBytes: number }
  | { readonly type: "word"; readonly of: readonly string[] }
  | { readonly type: "list"; readonly of: FieldType; readonly max: number }
  | { readonly type: "record"; readonly name: string; readonly fields: Fields };

/** In wire order: a record and a message are arrays, and a field is known by its place. */
export type Fields = Readonly<Record<string, FieldType>>;

/** The value that a field type stands for in TypeScript. */
export type ValueOf<T extends FieldType> = T extends { type: "uint" }
  ? number
  : T extends { type: "text" }
    ? string
    : T extends { type: "bytes" }
      ? Uint8Array
      : T extends { type: "bits" }
        ? number | bigint
        : T extends { type: "word"; of: readonly (infer Word)[] }
          ? Word
          : T extends { type: "list"; of: infer Item extends FieldType }
            ? readonly ValueOf<Item>[]
            : T extends { type: "record"; fields: infer F extends Fields }
              ? RecordOf<F>
              : never;

export type RecordOf<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };

/** A whole number, 0..max. Sent as a MessagePack integer or as a whole double: writers differ above 2^32. */
export const uint = <M extends number>(max: M) => ({ type: "uint", max }) as const;
/** A time, or NEVER, which is sent as the longest time that there is. */
export const orNever = <M extends number>(max: M) => ({ type: "uint", max, never: true }) as const;
export const text = (maxBytes: number) => ({ type: "text", maxBytes }) as const;
export const bytes = (maxBytes: number) => ({ type: "bytes", maxBytes }) as const;
/** One of a fixed set of words, sent as its place in the list: append only. */
export const word = <const W extends readonly string[]>(of: W) => ({ type: "word", of }) as const;
export const list = <const T extends FieldType>(of: T, max: number) => ({ type: "list", of, max }) as const;
export const record = <const F extends Fields>(name: string, fields: F) => ({ type: "record", name, fields }) as const;
