import { languageBench } from "./language/language-bench.ts";
import { LANGUAGES } from "./language/languages.ts";

export default languageBench(LANGUAGES["m-sequence"]);
