import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ADMIN_TOKEN, startService } from '../hostile/service.ts';
import { PLANTED_PATH, startPlantedFault } from './planted-fault.ts';
import { type Report, hasWapiti, scan } from './scan.ts';

/** Addresses with input that no page links to. */
const STARTS = [
  '/pay/tshirt?lang=fr',
  '/pay/donation?amount=1500.00&lang=fr',
  '/pay/invoice?amount=1500.00',
  '/v1/offers/tshirt?lang=fr',
  '/v1/links/lnk_AAAAAAAAAAAAAAAAAAAAAA?lang=fr',
  '/admin/v1/links?offer=tshirt&limit=5&status=active&reference=a',
  '/integrity.json',
  '/docs',
  '/docs/troubleshooting',
];
/** Time limit for crawling, and for each attack module, seconds. */
const SECONDS = 120;
/** Reports of wapiti that are not faults of the service, with the reason. */
const NOT_APPLICABLE: Readonly<Record<string, string>> = {
  'Strict-Transport-Security is not set': 'the TLS proxy sets it (deploy/Caddyfile); it has no effect over plain HTTP',
  'X-XSS-Protection is not set': 'current browsers no longer have this filter, which caused vulnerabilities itself',
};

interface Figures {
  readonly seconds: number;
  /** Number of responses. */
  readonly served: number;
  /** Number of responses by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Number of log lines by level. */
  readonly levels: Readonly<Record<string, number>>;
  readonly cutShort: readonly string[];
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

if (!(await hasWapiti())) {
  print('wapiti is not installed: apt-get install wapiti');
  process.exit(2);
}

const levels: Record<string, number> = {};
const statuses: Record<string, number> = {};
const service = await startService((line) => {
  const { level = 'none', status } = JSON.parse(line) as { level?: string; status?: number };
  levels[level] = (levels[level] ?? 0) + 1;
  if (status !== undefined) statuses[status] = (statuses[status] ?? 0) + 1;
});
const fault = await startPlantedFault(service.port);
try {
  const startedAt = Date.now();
  const url = `http://127.0.0.1:${service.port}`;
  // The token gives wapiti access to the admin routes.
  const { reports, cutShort } = await scan({
    url,
    starts: STARTS,
    seconds: SECONDS,
    headers: [`Authorization: Bearer ${ADMIN_TOKEN}`],
  });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const counted = { ...statuses };
  const served = Object.values(counted).reduce((sum, count) => sum + count, 0);
  const { reports: planted } = await scan({
    url: fault.url,
    starts: [`${PLANTED_PATH}?q=a`],
    seconds: SECONDS,
    modules: ['xss'],
  });
  report(reports, planted, { seconds, served, statuses: counted, levels, cutShort });
} finally {
  fault.close();
  await service.stop();
}

function report(reports: readonly Report[], planted: readonly Report[], figures: Figures): void {
  const found = reports.filter(({ info }) => !(info in NOT_APPLICABLE));
  const seen = planted.filter(({ path }) => path.startsWith(PLANTED_PATH));
  print(`${figures.served} requests in ${figures.seconds} s: ${JSON.stringify(figures)}`);
  for (const { info } of reports) if (info in NOT_APPLICABLE) print(`not applicable: ${info}: ${NOT_APPLICABLE[info]}`);
  print(`findings in the service: ${found.length}`);
  for (const { kind, category, method, path, parameter, info } of found)
    print(`✗ ${kind}, ${category}: ${method} ${path} (${parameter}) ${info}`);
  print(
    `findings at the planted fault: ${seen.length}${seen.length === 0 ? ' ✗ the scanner missed the planted fault' : ''}`,
  );
  const folder = fileURLToPath(new URL('../../.reports/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}wapiti.json`, `${JSON.stringify({ ...figures, reports, found, planted }, null, 2)}\n`);
  process.exitCode = found.length > 0 || seen.length === 0 ? 1 : 0;
}
