// A resolve hook of Node, for benches, which may lie anywhere.
const surface = new URL("../../index.ts", import.meta.url).href;

/** "settle" is this Settle, from wherever it is asked for; "zod" is ours where the bench has none of its own. */
async function found(specifier, context, next) {
  if (specifier === "settle") return next(surface, context);
  try {
    return await next(specifier, context);
  } catch (error) {
    if (!/^zod($|\/)/.test(specifier)) throw error;
    return next(specifier, { ...context, parentURL: import.meta.url });
  }
}

/**
 * A bench outside any package of type "module" is CommonJS to Node, whatever it exports, and would get second copies of our
 * modules with errors that are not ours. To us every TypeScript file is an ES module.
 */
export async function resolve(specifier, context, next) {
  const module = await found(specifier, context, next);
  const isOurs = /\.ts(\?|$)/.test(module.url) && !module.url.includes("/node_modules/");
  return isOurs ? { ...module, format: "module" } : module;
}
