import { spawn } from 'node:child_process';

/**
 * Builds what the demo runs, showing nothing unless it fails.
 * @param stop ends the build and every process of it.
 * @throws Error with the build's own output.
 */
export async function build(root: string, stop: AbortSignal): Promise<void> {
  const turbo = spawn('turbo', ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'], {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    // A group of its own, which can be ended as one: what turbo runs is not told by turbo alone.
    detached: true,
  });
  const end = (): void => void (turbo.pid && process.kill(-turbo.pid, 'SIGTERM'));
  stop.addEventListener('abort', end, { once: true });
  let output = '';
  for (const stream of [turbo.stdout, turbo.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    turbo.once('error', reject).once('close', resolve),
  );
  stop.removeEventListener('abort', end);
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
}
