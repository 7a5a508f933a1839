/** What must not outlive this process, however it ends: exit(), an uncaught exception, the end of the program. */
const leftovers = new Set<() => void>();
let listening = false;

/** `remove` is called when the process exits, unless the returned function was called before. It must be synchronous. */
export function removeAtExit(remove: () => void): () => void {
  if (!listening) process.on("exit", () => leftovers.forEach((one) => one()));
  listening = true;
  leftovers.add(remove);
  return () => leftovers.delete(remove);
}
