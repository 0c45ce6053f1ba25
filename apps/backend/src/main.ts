import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import closeWithGrace from 'close-with-grace';

import { createBackend } from './app.ts';
import { checkConfig, parseSettings, reportConfig, secretsOf } from './config/parse-settings.ts';
import type { Settings } from './config/settings-schema.ts';
import { createLogger, createRedactor } from './lib/log.ts';
import { explained, StartError } from './lib/problem.ts';
import { parseMaintenance, runMaintenance } from './maintenance.ts';

/** Returns the directory of the drop-in: next to the built server, or in the button's package when run from source. */
function scriptsDirectory(): string {
  const built = fileURLToPath(new URL('./dropin/', import.meta.url));
  return existsSync(built)
    ? built
    : fileURLToPath(new URL('../../../packages/pay-button/dist/dropin/', import.meta.url));
}

/** Removes the secrets from the message of a failed start. Before the settings are read, no secrets are known. */
let redact = (text: string): string => text;

async function main(): Promise<void> {
  if (process.argv.includes('--check-config')) {
    process.exitCode = reportConfig(checkConfig(process.env), console.log);
    return;
  }
  const settings = parseSettings(process.env);
  const task = await explained(() => parseMaintenance(process.argv.slice(2)));
  if (task) {
    console.log(await explained(() => runMaintenance(task, settings.STORE_URL, Date.now())));
    return;
  }
  const secrets = secretsOf(settings);
  redact = createRedactor(secrets);
  const logger = createLogger(settings.LOG_LEVEL, secrets);
  const backend = await createBackend(settings, logger, scriptsDirectory());
  closeWithGrace({ delay: 20_000, logger }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'stopping after an unexpected error');
    else logger.info({ signal }, 'stopping');
    await backend.close();
  });
  process.on('SIGHUP', backend.reload);
  await explained(() => listen(backend.app.listen.bind(backend.app), settings));
}

async function listen(
  start: (options: { host: string; port: number }) => Promise<string>,
  { HOST: host, PORT: port }: Settings,
): Promise<void> {
  try {
    const address = await start({ host, port });
    // The process that started the backend may wait for this line, at all log levels.
    process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'listening', address })}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} on ${host} is taken: stop what uses it, or set PORT to another one`, {
      cause: error,
    });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${redact(error instanceof StartError ? error.message : inspect(error))}\n`);
  process.exit(1);
});
