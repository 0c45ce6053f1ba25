import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { parseSettings } from '../src/config/parse-settings.ts';
import { CLOSED_STATUSES } from '../src/domain/link.ts';
import { LEASE_MS } from '../src/links/lease.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const page = (name: string): string => read(`apps/docs/src/content/docs/explain/${name}`);

/** Returns the cells of the table below a heading, without the header row. */
function table(text: string, heading: string): string[][] {
  const section = text.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| -'));
  return rows.slice(1).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Returns the paths of this repository in a text, which are inline code. */
const paths = (text: string): string[] =>
  [...text.matchAll(/`((?:apps|packages|\.ci)\/[\w./-]+)`/g)].map(([, path]) => path!);

describe('explain/payment-path', () => {
  const text = page('payment-path.md');
  const rows = ['From the press to a payable link', 'From the payment to "paid"'].flatMap((heading) =>
    table(text, heading),
  );
  const files = rows.map(([file]) => join(root, paths(file!)[0]!));

  it('has at most 30 files, each once', () => {
    expect(files.length).toBeGreaterThan(25);
    expect(files.length).toBeLessThanOrEqual(30);
    expect(new Set(files).size).toBe(files.length);
  });

  it('has no gap: each file is imported by another listed file or by a composition file', () => {
    const importsOf = (file: string): string[] =>
      [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path]) => join(dirname(file), path!));
    const wiring = ['app.ts', 'http/routes/routes.ts', 'repository/repository.ts', 'mytpe/open.ts'];
    const backend = join(root, 'apps/backend/src');
    const imported = new Set([...wiring.map((file) => join(backend, file)), ...files].flatMap(importsOf));
    expect(files.filter((file) => file.startsWith(backend) && !imported.has(file))).toEqual([]);
  });
});

describe('explain/one-link', () => {
  const text = page('one-link.mdx');
  const svg = read('apps/docs/src/assets/exactly-one-link.svg');

  it('names for each crash a test that exists', () => {
    const rows = table(text, 'What survives a crash');
    expect(rows.length).toBeGreaterThan(12);
    for (const [, , tests] of rows) {
      const [file] = paths(tests!);
      const title = /: “(.+)”$/.exec(tests!)?.[1];
      expect([tests, file !== undefined && read(file).includes(title!)]).toEqual([tests, true]);
    }
  });

  it('states the times of the code and the default settings', () => {
    const settings = parseSettings({
      MYTPE_ENVIRONMENT: 'sandbox',
      MYTPE_BASE_URL: 'http://127.0.0.1:8010/api/ext',
      MYTPE_API_KEY: 'key',
      MYTPE_API_SECRET: 'secret',
    });
    const seconds = (ms: number): string => `${ms / 1000} seconds`;
    expect(text).toContain(`lease lasts ${seconds(LEASE_MS)}`);
    expect(text).toContain(`waits ${seconds(settings.RECONCILE_DELAY_MS)} (\`RECONCILE_DELAY_MS\`)`);
    expect(text).toContain(`at most ${seconds(settings.CREATE_WAIT_MS)} (\`CREATE_WAIT_MS\`)`);
    expect(text).toContain(`after ${settings.LINK_TTL_HOURS} hours (\`LINK_TTL_HOURS\`)`);
  });

  it('has a diagram with the statuses of the code', () => {
    const names = [...svg.matchAll(/class="name"[^>]*>(\w+)</g)].map(([, name]) => name!);
    expect(new Set(names)).toEqual(new Set(['requested', 'drafted', 'active', 'reconcile', 'closed']));
    const model = read('apps/backend/src/domain/link.ts');
    for (const status of ['requested', 'drafted', 'active']) expect(model).toContain(`| '${status}'`);
    const closed = />(\w+), (\w+)<\/text>/.exec(svg.split('>closed<')[1]!)!.slice(1);
    expect(CLOSED_STATUSES).toEqual(expect.arrayContaining(closed));
  });

  it('has a diagram whose numbers are those of the list', () => {
    const messages = [...read('apps/docs/src/assets/button-to-paid.svg').matchAll(/>(\d+)\. /g)].map(([, n]) =>
      Number(n),
    );
    const section = text.split('\n## From the button to “paid”\n')[1]!.split('\n## ')[0]!;
    const steps = [...section.matchAll(/^(\d+)\. /gm)].map(([, n]) => Number(n));
    expect(messages.toSorted((a, b) => a - b)).toEqual(steps);
  });
});

it('explain/comparison states the sizes of develop/measurements', () => {
  const measurements = read('apps/docs/src/content/docs/develop/measurements.md');
  for (const name of ['this button', '`@getalby/bitcoin-connect` 3.12.3']) {
    const size = measurements.split(`\n| ${name} | `)[1]!.split(' |')[0]!;
    expect(page('comparison.md')).toContain(`| ${size} B |`);
  }
});

describe('explain/index and explain/decisions', () => {
  it('name only files that exist', () => {
    const named = ['index.mdx', 'one-link.mdx', 'payment-path.md', 'decisions/index.md'].flatMap((name) =>
      paths(page(name)),
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
