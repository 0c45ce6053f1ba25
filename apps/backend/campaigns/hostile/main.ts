import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { runCampaign } from './campaign.ts';
import { createLogWatch } from './log-watch.ts';
import { printTable, writeReport } from './report.ts';
import { startService } from './service.ts';

const USAGE = `Sends hostile requests to the built backend and reports how it took them.

  --requests N   how many (100000)
  --seed N       the same seed makes the same requests, as far as they do not name what was answered before (1)
  --slow N       slow clients of each kind (20); they take up to two minutes to be hung up on
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

const began = Date.now();
const log = createLogWatch();
const outcome = await runCampaign(await startService(log.onLine), log, {
  requests,
  seed,
  slow,
  slowPatienceMs: 130_000,
  onProgress(sent, findings) {
    const rate = Math.round(sent / ((Date.now() - began) / 1000));
    process.stderr.write(`\r${sent} of ${requests}, ${rate} a second, ${findings} findings  `);
  },
});
process.stderr.write('\n');
const report = { requests, seed, seconds: Math.round((Date.now() - began) / 1000), log: log.levels, ...outcome };
printTable(report);
writeReport(report, fileURLToPath(new URL('../../.reports/', import.meta.url)));
process.exitCode = outcome.tally.findings().length > 0 ? 1 : 0;
