import type { TerminalOutput } from './process-context.ts';

const WIDTH = 28;

/**
 * Creates a progress bar for uploads on one line of a terminal. Does nothing without a terminal. Call `clear` at the
 * end.
 */
export function createProgressBar(stream: TerminalOutput): {
  show(sentBytes: number, totalBytes: number): void;
  clear(): void;
} {
  let isShown = false;
  return {
    show(sent, total) {
      if (stream.isTTY !== true || total <= 0) return;
      const share = Math.min(1, sent / total);
      const full = Math.round(share * WIDTH);
      const percent = String(Math.floor(share * 100)).padStart(3);
      const size = `${(total / 1024 / 1024).toFixed(1)} MiB`;
      stream.write(`\r\u001b[2KUploading ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${percent} % of ${size}`);
      isShown = true;
    },
    clear() {
      if (isShown) stream.write('\r\u001b[2K');
      isShown = false;
    },
  };
}
