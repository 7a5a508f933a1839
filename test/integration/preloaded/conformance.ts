import { conforms } from "../conformance.ts";

conforms("in-process, with address and undefined-behaviour sanitizers", { transport: "in-process", sanitize: true });
