import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import closeWithGrace from 'close-with-grace';

import { createBackend } from './backend.ts';
import { checkConfig, reportConfig } from './check-config.ts';
import { CatalogError } from './catalog/parse-catalog.ts';
import { createLogger } from './logger.ts';
import { maintain, maintenanceAsked } from './maintenance.ts';
import { type Settings, SettingsError, parseSettings } from './settings/settings.ts';

/** The button's files lie beside the built server; when run from source, in the button's own room. */
function scriptsDirectory(): string {
  const built = fileURLToPath(new URL('./dropin/', import.meta.url));
  return existsSync(built)
    ? built
    : fileURLToPath(new URL('../../../packages/pay-button/dist/dropin/', import.meta.url));
}

/** The database's password, which an error of its driver might quote. */
function passwordOf(storeUrl: string): string {
  return storeUrl.startsWith('sqlite:') ? '' : decodeURIComponent(new URL(storeUrl).password);
}

async function main(): Promise<void> {
  if (process.argv.includes('--check-config')) {
    process.exitCode = reportConfig(checkConfig(process.env), console.log);
    return;
  }
  const settings = parseSettings(process.env);
  const task = maintenanceAsked(process.argv.slice(2));
  if (task) {
    console.log(maintain(task, settings.STORE_URL, Date.now()));
    return;
  }
  const logger = createLogger(settings.LOG_LEVEL, [
    settings.MYTPE_API_SECRET,
    settings.MYTPE_API_KEY,
    settings.ADMIN_TOKEN ?? '',
    ...(settings.MYTPE_WEBHOOK_SECRET ?? []),
    ...(settings.MERCHANT_WEBHOOK_SECRET ?? []).map((secret) => secret.replace('whsec_', '')),
    ...(settings.RECEIPT_SIGNING_KEY ?? '').split('\n').filter((line) => !line.startsWith('-----')),
    ...(settings.OFFER_TOKEN_KEYS ?? []).map((key) => (key.alg === 'HS256' ? key.secret : '')),
    passwordOf(settings.STORE_URL),
  ]);
  const backend = await createBackend(settings, logger, scriptsDirectory());
  closeWithGrace({ delay: 20_000, logger }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'stopping after an unexpected error');
    else logger.info({ signal }, 'stopping');
    await backend.close();
  });
  process.on('SIGHUP', backend.reload);
  await listen(backend.app.listen.bind(backend.app), settings);
}

async function listen(
  start: (options: { host: string; port: number }) => Promise<string>,
  { HOST: host, PORT: port }: Settings,
): Promise<void> {
  try {
    const address = await start({ host, port });
    // For whoever started this process and waits for it, also at quiet log levels.
    process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'listening', address })}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} on ${host} is taken: stop what uses it, or set PORT to another one`, {
      cause: error,
    });
  }
}

main().catch((error: unknown) => {
  // What the operator can mend is said plainly; anything else with its stack.
  const plain = error instanceof SettingsError || error instanceof CatalogError || error instanceof Error;
  process.stderr.write(`${plain ? (error as Error).message : String(error)}\n`);
  process.exit(1);
});
