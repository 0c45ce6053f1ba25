import { EXIT_CODES } from './exit-codes.ts';
import { run } from './run.ts';
import { SYSTEM } from './terminal/system.ts';

const interrupt = new AbortController();
process.on('SIGINT', () => {
  // The second time somebody means it, whatever is still under way.
  if (interrupt.signal.aborted) process.exit(EXIT_CODES.interrupted.code);
  interrupt.abort();
});
// `mytpe links list --all | head` is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv.slice(2), { ...SYSTEM, signal: interrupt.signal });
