import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { runCampaign } from './campaign.ts';
import { createLogWatch } from './log-watch.ts';
import { printTable, writeReport } from './report.ts';
import { startService } from './service.ts';

const USAGE = `Sends hostile requests to the built backend and reports all findings.

  --requests N   number of requests (default 100000)
  --seed N       the same seed generates the same requests, except for values from earlier responses (default 1)
  --slow N       slow clients of each kind (default 20); the server closes their connections within two minutes
`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    slow: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
const requests = Number(values.requests);
const seed = Number(values.seed);
const slow = Number(values.slow);
if (values.help || ![requests, seed, slow].every(Number.isSafeInteger) || requests < 1 || slow < 0) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const startedAt = Date.now();
const log = createLogWatch();
const outcome = await runCampaign(await startService(log.onLine), log, {
  requests,
  seed,
  slow,
  slowTimeoutMs: 130_000,
  onProgress(sent, findings) {
    const rate = Math.round(sent / ((Date.now() - startedAt) / 1000));
    process.stderr.write(`\r${sent} of ${requests}, ${rate} a second, ${findings} findings  `);
  },
});
process.stderr.write('\n');
const report = { requests, seed, seconds: Math.round((Date.now() - startedAt) / 1000), log: log.levels, ...outcome };
printTable(report);
writeReport(report, fileURLToPath(new URL('../../.reports/', import.meta.url)));
process.exitCode = outcome.tally.findings().length > 0 ? 1 : 0;
