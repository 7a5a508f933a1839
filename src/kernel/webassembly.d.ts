/** The part of the WebAssembly JavaScript Interface (W3C) that is used here; @types/node declares none of it. */
declare namespace WebAssembly {
  interface Module {
    readonly __kind: "module";
  }
  const Module: new (bytes: Uint8Array) => Module;
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum: number });
    readonly buffer: ArrayBuffer;
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
}
