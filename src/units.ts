/**
 * Numbers that carry their unit in the type. The mark is optional, so a plain number is accepted everywhere, but a value
 * already known to be in volts cannot be passed where seconds are wanted.
 */
type Unit<Name extends string> = number & { readonly __unit?: Name };

export type Seconds = Unit<"s">;
export type Volts = Unit<"V">;
export type Amperes = Unit<"A">;
export type Ohms = Unit<"ohm">;
export type Siemens = Unit<"S">;
export type Farads = Unit<"F">;
export type Hertz = Unit<"Hz">;
export type VoltsPerSecond = Unit<"V/s">;
export type Watts = Unit<"W">;
export type Joules = Unit<"J">;
