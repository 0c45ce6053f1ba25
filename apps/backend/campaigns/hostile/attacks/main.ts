import { parseArgs } from 'node:util';

import type { Attack } from './attack.ts';
import { changedAmounts, oneBlock, oneDay, sharedAddress } from './budgets.ts';
import { openBodies, refusedRequests } from './connections.ts';
import { distributed } from './proof-of-work.ts';
import { watchedLinks } from './slow-mytpe.ts';

const ATTACKS: readonly Attack[] = [
  oneBlock,
  changedAmounts,
  oneDay,
  sharedAddress,
  distributed,
  openBodies,
  watchedLinks,
  refusedRequests,
];

const USAGE = `Attacks the built backend with its standard limits and reports how many honest payers are served.

  --only NAME    run one attack: ${ATTACKS.map(({ name }) => name).join(', ')}
  --seconds N    duration of a flood (default 90)
`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '90' },
    help: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const chosen = ATTACKS.filter(({ name }) => values.only === undefined || name === values.only);
if (values.help || chosen.length === 0 || !Number.isSafeInteger(seconds) || seconds < 1) {
  process.stdout.write(USAGE);
  process.exit(values.help ? 0 : 2);
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
let missed = 0;
for (const attack of chosen) {
  print(`\n${attack.name}: ${attack.title}`);
  for (const { name, value, bar, ok } of await attack.run({ seconds })) {
    if (ok === false) missed += 1;
    print(`  ${name.padEnd(44)} ${String(value).padStart(24)}${bar ? `   ${bar} ${ok ? '✓' : '✗'}` : ''}`);
  }
}
print(`\n${missed} requirements missed`);
process.exitCode = missed === 0 ? 0 : 1;
