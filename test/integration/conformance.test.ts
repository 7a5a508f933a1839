import { TRANSPORTS } from "../../cosim/host/transports.ts";
import { conforms } from "./conformance.ts";

for (const transport of TRANSPORTS) conforms(transport, { transport });
