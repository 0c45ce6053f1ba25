import { setTimeout as pause } from 'node:timers/promises';

/** Measures the heap of a process that was started with `--inspect`. */
export interface HeapMonitor {
  /** Collects garbage, then returns the used heap, MB. */
  afterCollection(): Promise<number>;
  close(): void;
}

/** Connects to the inspector on this machine. @param port of the inspector. */
export async function monitorHeap(port: number): Promise<HeapMonitor> {
  const socket = new WebSocket(await inspectorUrl(port));
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(data as string) as { id: number; result: unknown };
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let last = 0;
  const send = (method: string): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method }));
    });
  return {
    async afterCollection() {
      await send('HeapProfiler.collectGarbage');
      const { usedSize } = (await send('Runtime.getHeapUsage')) as { usedSize: number };
      return usedSize / 1024 / 1024;
    },
    close: () => socket.close(),
  };
}

async function inspectorUrl(port: number): Promise<string> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
    if (response) return ((await response.json()) as { webSocketDebuggerUrl: string }[])[0]!.webSocketDebuggerUrl;
    await pause(50);
  }
}
