/** Runs the chaos campaign: `npx pnpm --filter @mytpe-pay/backend chaos --attempts 1000 --store sqlite`. See README.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { runChaos } from './campaign.ts';
import { parseOptions } from './options.ts';
import { reportTable } from './report.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const interrupted = new Promise<never>((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
});

const options = parseOptions(process.argv.slice(2).filter((argument) => argument !== '--'));
const report = await runChaos(options, print, interrupted).catch((error: unknown) => {
  print(error instanceof Error ? error.message : String(error));
  process.exit(2);
});
print(`\n${reportTable(report)}`);

const reports = fileURLToPath(new URL('../../.reports/', import.meta.url));
const { store, api, seed, sabotage } = options;
const file = `chaos-${[store, api, ...(sabotage === 'none' ? [] : [`without-${sabotage}`]), seed].join('-')}.json`;
mkdirSync(reports, { recursive: true });
writeFileSync(`${reports}${file}`, JSON.stringify(report, null, 2));
print(`\nReport written to .reports/${file}.`);
process.exitCode = report.violations.length === 0 ? 0 : 1;
