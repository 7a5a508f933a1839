import { languageBench } from "./language/language-bench.ts";

export default languageBench({
  name: "m-sequence",
  summary: "The same chip, another language: x[n] = x[n-6] xor x[n-7], which only attention with positions can tell",
  shipped: "m-sequence",
});
