/** The package has no types of its own; only nanomsg-socket.ts uses it. */
declare module "nanomsg" {
  const nanomsg: unknown;
  export default nanomsg;
}
