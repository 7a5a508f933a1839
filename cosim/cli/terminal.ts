import { SingleBar } from "cli-progress";

/** Where lines for people go, and whether someone watches them appear. */
export interface Terminal {
  readonly line: (text: string) => void;
  readonly progress: (done: number, total: number, what: string) => void;
  /** Takes the bar away, if there is one. */
  readonly close: () => void;
}

type Out = NodeJS.WriteStream;

/** In a log file a line for each tenth is enough; a bar would be thousands of characters of noise. */
const PLAIN_LINES = 10;

function plainTerminal(out: Out): Terminal {
  let shown = -1;
  return {
    line: (text) => void out.write(`${text}\n`),
    progress(done, total, what) {
      const part = total > 0 ? Math.floor((PLAIN_LINES * done) / total) : 0;
      if (part === shown) return;
      shown = part;
      out.write(`${done}/${total} ${what}\n`);
    },
    close: () => {},
  };
}

function barTerminal(out: Out): Terminal {
  let bar: SingleBar | undefined;
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  process.once("exit", close); // however the program ends, it gives the cursor back
  const newBar = (total: number, done: number, what: string) => {
    const made = new SingleBar({
      format: "{bar} {value}/{total} {what}",
      stream: out,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 30,
      gracefulExit: false, // it would take over Ctrl-C
      noTTYOutput: false,
    });
    made.start(total, done, { what });
    return made;
  };
  return {
    line(text) {
      close(); // the next progress draws the bar again, below the line
      out.write(`${text}\n`);
    },
    progress(done, total, what) {
      bar ??= newBar(total, done, what);
      bar.setTotal(total);
      bar.update(done, { what });
      if (done >= total) close();
    },
    close,
  };
}

/** A bar on a terminal, plain lines anywhere else. */
export function terminalOn(out: Out): Terminal {
  return out.isTTY ? barTerminal(out) : plainTerminal(out);
}
