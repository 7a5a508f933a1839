import type { Decoder } from "../../analog-models/training/ridge.ts";
import type { WeightFile } from "./schema.ts";

/** A weight file with a decoder for the chip that seed `chip` draws; `calibration` joins what its provenance tells. */
export function calibratedFile(
  file: WeightFile,
  chip: number,
  { weights, bias }: Decoder,
  calibration: Readonly<Record<string, unknown>>,
): WeightFile {
  const { visible, vocabulary } = file.dimensions;
  const rows = Array.from({ length: vocabulary }, (_, t) => [...weights.subarray(t * visible, (t + 1) * visible)]);
  const { stability, provenance, ...model } = file;
  return {
    ...model,
    calibrated: { chip, weights: rows, bias: [...bias] },
    ...(stability === undefined ? {} : { stability }),
    provenance: { ...provenance, calibration },
  };
}
