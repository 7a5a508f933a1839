const PAGE_BYTES = 65536;

/** A compiled kernel: the text of its binary, compiled when it is first opened. */
export class KernelBinary<Functions> {
  private module: WebAssembly.Module | undefined;

  constructor(
    private readonly base64: string,
    private readonly imports: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
  ) {}

  /**
   * A memory of at least `bytes`, and the kernel's functions, which work in it. It never grows, because growing would detach the
   * arrays in it; it goes when the last of them does.
   */
  open(bytes: number): { readonly memory: ArrayBuffer; readonly functions: Functions } {
    this.module ??= new WebAssembly.Module(Uint8Array.from(atob(this.base64), (letter) => letter.charCodeAt(0)));
    const pages = Math.ceil(bytes / PAGE_BYTES);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { exports } = new WebAssembly.Instance(this.module, { env: { memory }, ...this.imports });
    return { memory: memory.buffer, functions: exports as Functions };
  }
}
