import { z } from "zod";

/** Lines of the RTL that no run reaches, each with its reason. */
const ENTRY = z.strictObject({
  file: z.string().startsWith("hdl/rtl/"),
  /** The line without its indent; every such line of the file is meant. */
  line: z.string().min(1),
  reason: z.string().min(20),
});
export type Unreachable = z.infer<typeof ENTRY>;

/** Throws on anything but a list of entries. */
export const parseUnreachable = (json: string): readonly Unreachable[] => z.array(ENTRY).parse(JSON.parse(json));

export const explains = (entry: Unreachable, file: string, line: string): boolean =>
  entry.file === file && entry.line === line.trim();
