import { TRANSPORTS } from "../../cosim/transport/open-transport.ts";
import { conforms } from "./conformance.ts";

for (const transport of TRANSPORTS) conforms(transport, { transport });
