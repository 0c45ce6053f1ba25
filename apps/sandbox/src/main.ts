import { type Sandbox, StateFileError, startSandbox } from './index.ts';

const DEFAULT_PORT = 8010;
const port = parsePort(process.env['SANDBOX_PORT']);
if (port === null) fail('SANDBOX_PORT must be a port number from 0 to 65535.');

try {
  const sandbox = await startSandbox({
    port,
    stateFile: process.env['SANDBOX_STATE_FILE'] || undefined,
    log: process.env['SANDBOX_LOG'] === '1',
    reviewAfterMs: parseDelay(process.env['SANDBOX_REVIEW_AFTER_MS']),
  });
  console.log(`The MyTPE sandbox is at ${sandbox.url}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(sandbox));
} catch (error) {
  fail(startProblem(error, port));
}

async function stop(sandbox: Sandbox): Promise<void> {
  try {
    await sandbox.close();
  } catch (error) {
    fail(`The sandbox could not stop cleanly: ${String(error)}`);
  }
}

/** The port, 8010 if not set, or `null` for an invalid value. */
function parsePort(text: string | undefined): number | null {
  if (text === undefined || text === '') return DEFAULT_PORT;
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
}

/** The delay in milliseconds, or `undefined` if not set. */
function parseDelay(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,12}$/.test(text)) return Number(text);
  fail('SANDBOX_REVIEW_AFTER_MS must be a whole number of milliseconds.');
}

function startProblem(error: unknown, port: number): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken. Stop the program that uses it, or set SANDBOX_PORT to another port.`;
  if (code === 'EACCES') return `Port ${port} is not allowed. Set SANDBOX_PORT to a port above 1023.`;
  return error instanceof StateFileError ? error.message : `The sandbox could not start: ${String(error)}`;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
