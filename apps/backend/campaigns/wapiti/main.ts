import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ADMIN_TOKEN, startService } from '../hostile/service.ts';
import { PLANTED_PATH, startPlantedFault } from './planted-fault.ts';
import { type Report, hasWapiti, scan } from './scan.ts';

/** Every page with something to send, whose address no page links to. */
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
/** For crawling, and for each kind of attack. */
const SECONDS = 120;
/** What wapiti asks for and we do not do, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  'Strict-Transport-Security is not set':
    'the TLS proxy in front sets it (deploy/Caddyfile); over plain HTTP, as here, it means nothing',
  'X-XSS-Protection is not set': 'no browser has that filter any more; where there was one, it opened holes of its own',
};

interface Figures {
  readonly seconds: number;
  /** Answers, in all and by status. */
  readonly served: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Lines of the log. */
  readonly levels: Readonly<Record<string, number>>;
  readonly cutShort: readonly string[];
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (!(await hasWapiti())) {
  say('wapiti is not here: apt-get install wapiti');
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
  const began = Date.now();
  const url = `http://127.0.0.1:${service.port}`;
  // The operator's routes are scanned from inside.
  const { reports, cutShort } = await scan({
    url,
    starts: STARTS,
    seconds: SECONDS,
    headers: [`Authorization: Bearer ${ADMIN_TOKEN}`],
  });
  const seconds = Math.round((Date.now() - began) / 1000);
  const answered = { ...statuses };
  const served = Object.values(answered).reduce((sum, count) => sum + count, 0);
  const { reports: planted } = await scan({
    url: fault.url,
    starts: [`${PLANTED_PATH}?q=a`],
    seconds: SECONDS,
    modules: ['xss'],
  });
  report(reports, planted, { seconds, served, statuses: answered, levels, cutShort });
} finally {
  fault.close();
  await service.stop();
}

function report(reports: readonly Report[], planted: readonly Report[], figures: Figures): void {
  const found = reports.filter(({ info }) => !(info in REFUSED));
  const seen = planted.filter(({ path }) => path.startsWith(PLANTED_PATH));
  say(`${figures.served} requests in ${figures.seconds} s: ${JSON.stringify(figures)}`);
  for (const { info } of reports) if (info in REFUSED) say(`not done: ${info}: ${REFUSED[info]}`);
  say(`found in the service: ${found.length}`);
  for (const { kind, category, method, path, parameter, info } of found)
    say(`✗ ${kind}, ${category}: ${method} ${path} (${parameter}) ${info}`);
  say(`found where a fault was planted: ${seen.length}${seen.length === 0 ? ' ✗ the scanner is blind' : ''}`);
  const folder = fileURLToPath(new URL('../../.reports/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}wapiti.json`, `${JSON.stringify({ ...figures, reports, found, planted }, null, 2)}\n`);
  process.exitCode = found.length > 0 || seen.length === 0 ? 1 : 0;
}
