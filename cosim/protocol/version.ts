import { SettleError } from "../../src/errors.ts";
import { PROTOCOL_VERSION } from "./messages.ts";

/** Another version may have other fields, so it is told by its number before any of them is read. */
export function refuseOtherVersion(version: number): void {
  if (version === PROTOCOL_VERSION) return;
  throw new SettleError(
    "HANDSHAKE",
    `the host speaks protocol version ${version} and this side ${PROTOCOL_VERSION}; remove .settle/host and run again`,
  );
}
