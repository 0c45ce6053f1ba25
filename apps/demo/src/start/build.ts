import { spawn } from 'node:child_process';

/** Builds what the demo runs, showing nothing unless it fails. @throws Error with the build's own output. */
export async function build(root: string): Promise<void> {
  const turbo = spawn('turbo', ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'], {
    cwd: root,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  });
  let output = '';
  for (const stream of [turbo.stdout, turbo.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    turbo.once('error', reject).once('close', resolve),
  );
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
}
