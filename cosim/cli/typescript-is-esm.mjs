/**
 * A resolve hook of Node. A bench outside any package of type "module" is CommonJS to Node, whatever it exports, and would
 * get second copies of our modules with errors that are not ours. To us every TypeScript file is an ES module.
 */
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const isOurs = /\.ts(\?|$)/.test(found.url) && !found.url.includes("/node_modules/");
  return isOurs ? { ...found, format: "module" } : found;
}
