import { EXIT_CODES } from './cli-error.ts';
import { run } from './run.ts';
import { SYSTEM } from './terminal/process-context.ts';

const interrupt = new AbortController();
process.on('SIGINT', () => {
  // A second Ctrl-C ends the program immediately, even during a request.
  if (interrupt.signal.aborted) process.exit(EXIT_CODES.interrupted.code);
  interrupt.abort();
});
// `mytpe links list --all | head` closes the pipe early, which is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv.slice(2), { ...SYSTEM, signal: interrupt.signal });
