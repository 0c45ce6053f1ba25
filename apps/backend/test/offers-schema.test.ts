import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { OFFERS_PAGE, withFields } from '../scripts/offers-page.ts';
import { OFFERS_SCHEMA_FILE, offersSchema } from '../scripts/offers-schema.ts';
import { CatalogError, parseCatalog } from '../src/config/catalog.ts';
import { OFFERS } from './harness.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const schema = JSON.parse(readFileSync(OFFERS_SCHEMA_FILE, 'utf8')) as Schema;

const ajv = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  strictRequired: false,
  keywords: ['patternErrorMessage'],
});
formats.default(ajv);
const validate = ajv.compile(schema);

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
}

/** The problems that an editor shows. */
function editorProblems(text: string): string[] {
  return validate(parse(text)) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function isAccepted(text: string): boolean {
  try {
    parseCatalog(text, 'offers.yaml');
    return true;
  } catch (error) {
    if (error instanceof CatalogError) return false;
    throw error;
  }
}

/** A file with one offer. */
const offer = (...lines: string[]): string =>
  ['offers:', '  gift:', ...lines.map((line) => `    ${line}`), ''].join('\n');
const FIXED = ['title: Gift', 'amount_mode: fixed', 'amount: 100', 'usage_mode: one_shot'];
const OPEN = ['title: Gift', 'amount_mode: open'];

/** The offers files that pages show. */
const examples: readonly (readonly [page: string, text: string])[] = globSync(
  ['*.md', 'docs/**/*.md', '{apps,packages}/*/*.md', 'apps/docs/src/content/docs/**/*.{md,mdx}'],
  { cwd: root },
).flatMap((page) =>
  [...read(page).matchAll(/^ *```ya?ml\b[^\n]*\n(.*?)^ *```$/gms)]
    .map(([, text]) => text!)
    .filter((text) => /^ *offers:/m.test(text))
    .map((text) => [page, text] as const),
);

describe('offers.schema.json', () => {
  it('is what the command writes: run `npx pnpm --filter @mytpe-pay/backend offers-schema`', () => {
    expect(schema).toEqual(JSON.parse(JSON.stringify(offersSchema())));
  });

  it('has its fields on the page about offers.yaml: run `npx pnpm --filter @mytpe-pay/backend offers-schema`', () => {
    const page = readFileSync(OFFERS_PAGE, 'utf8');
    expect(page).toBe(withFields(page, schema));
  });

  it('is published by the site at the address that the page about offers.yaml names', () => {
    const { homepage } = JSON.parse(read('package.json')) as { homepage: string };
    const [, path] = new RegExp(`\\$schema=${homepage}(/\\S+)`).exec(readFileSync(OFFERS_PAGE, 'utf8'))!;
    const endpoint = `apps/docs/src/pages${path}.ts`;
    const [, source] = /from '(\S+)\?raw'/.exec(read(endpoint))!;
    expect(new URL(source!, new URL(endpoint, `file://${root}`)).href).toBe(OFFERS_SCHEMA_FILE.href);
  });

  it('has the message of the backend for every pattern', () => {
    const text = JSON.stringify(schema);
    const messages = [...text.matchAll(/"patternErrorMessage":"(must be [^"]{10,})"/g)].map(([, message]) => message);
    expect(messages).toHaveLength([...text.matchAll(/"pattern":/g)].length);
    expect(messages).toContain('must be an amount of dinars with at most two decimals, like 4500 or 4500.50');
  });

  it('describes every field', () => {
    const describedIn = (name: string, { properties = {} }: Schema): void => {
      for (const [field, { description }] of Object.entries(properties))
        expect([name, field, description]).toEqual([name, field, expect.stringMatching(/^[A-Z`].{20,}\.$/)]);
    };
    const { defaults, offers } = schema.properties!;
    const entry = offers!.additionalProperties as Schema;
    expect(Object.keys(entry.properties!).length).toBeGreaterThan(20);
    describedIn('the file', schema);
    describedIn('defaults', defaults!);
    describedIn('an offer', entry);
  });
});

describe('an offers file that the backend accepts has no problem in an editor', () => {
  it('and pages show at least one', () => expect(examples.length).toBeGreaterThan(0));

  it.each<readonly [name: string, text: string]>([
    ['apps/demo/offers.yaml', read('apps/demo/offers.yaml')],
    ['apps/backend/deploy/config/offers.yaml', read('apps/backend/deploy/config/offers.yaml')],
    ['the file of the tests', OFFERS],
    ...examples,
    ['amounts as text', offer(...FIXED.with(2, 'amount: "4500.50"'))],
    ['a title that is a number', offer(...FIXED.with(0, 'title: 2026'))],
    ['one title for each language', offer(...FIXED.with(0, 'title: { ar: هدية, fr: Cadeau }'))],
    [
      'a phone number without quotes',
      offer(...FIXED.with(3, 'usage_mode: whitelist'), 'allowed_payers: [+213555123456]'),
    ],
    ['metadata that is a number', offer(...FIXED, 'metadata: { season: 2026 }')],
    [
      'all limits of an open amount',
      offer(...OPEN, 'usage_mode: reusable', 'entry: hosted', 'min_amount: 1', 'max_amount: 9', 'amount_step: 2'),
    ],
  ])('%s', (_name, text) => {
    expect([editorProblems(text), isAccepted(text)]).toEqual([[], true]);
  });

  it.each(['apps/demo/offers.yaml', 'apps/backend/deploy/config/offers.yaml'])('%s names the schema', (name) => {
    const [, path] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(name))!;
    expect(new URL(path!, new URL(name, `file://${root}`)).href).toBe(OFFERS_SCHEMA_FILE.href);
  });
});

describe('an editor and the backend both refuse', () => {
  it.each([
    ['an unknown field', offer(...FIXED, 'amuont: 100')],
    ['an unknown field of the file', `${offer(...FIXED)}shop: mine\n`],
    ['an unknown language', offer(...FIXED.with(0, 'title: { de: Geschenk }'))],
    ['a title in no language', offer(...FIXED.with(0, 'title: {}'))],
    ['a missing title', offer(...FIXED.slice(1))],
    ['no offers', 'defaults: { currency: DZD }\n'],
    ['an id with a capital letter', offer(...FIXED).replace('gift', 'Gift')],
    ['an amount with a currency', offer(...FIXED.with(2, 'amount: 100 DA'))],
    ['an amount with three decimals', offer(...FIXED.with(2, 'amount: "100.505"'))],
    ['an amount of 0', offer(...FIXED.with(2, 'amount: 0'))],
    ['an amount that is a list', offer(...FIXED.with(2, 'amount: [100]'))],
    ['another currency', offer(...FIXED, 'currency: EUR')],
    ['a switch that is text', offer(...FIXED, 'show_remaining: "yes"')],
    ['an origin with a path', offer(...FIXED, 'allowed_origins: ["https://shop.dz/pay"]')],
    ['an origin that is no list', offer(...FIXED, 'allowed_origins: https://shop.dz')],
    ['an unknown usage mode', offer(...FIXED.with(3, 'usage_mode: once'))],
    ['a fixed amount without amount', offer(...FIXED.toSpliced(2, 1))],
    ['a fixed amount with a minimum', offer(...FIXED, 'min_amount: 50')],
    ['an open amount with amount', offer(...OPEN, 'amount: 100', 'usage_mode: reusable')],
    ['an open, limited amount in the button', offer(...OPEN, 'usage_mode: limited', 'max_uses: 5', 'entry: button')],
    ['limited without max_uses', offer(...FIXED.with(3, 'usage_mode: limited'))],
    ['half a payment', offer(...FIXED.with(3, 'usage_mode: limited'), 'max_uses: 1.5')],
    ['max_uses of another mode', offer(...FIXED, 'max_uses: 5')],
    ['capped_amount without target_amount', offer(...OPEN, 'usage_mode: capped_amount')],
    [
      'time_window without an end',
      offer(...FIXED.with(3, 'usage_mode: time_window'), 'starts_at: 2026-06-12T00:00:00Z'),
    ],
    [
      'a moment without a time zone',
      offer(
        ...FIXED.with(3, 'usage_mode: time_window'),
        'starts_at: 2026-06-12T00:00:00',
        'ends_at: 2026-06-13T00:00:00Z',
      ),
    ],
    ['whitelist without payers', offer(...FIXED.with(3, 'usage_mode: whitelist'))],
    ['eight texts of metadata', offer(...FIXED, 'metadata: { a: x, b: x, c: x, d: x, e: x, f: x, g: x, h: x }')],
  ])('%s', (_name, text) => {
    const problems = editorProblems(text);
    expect({ editor: problems.length > 0, backend: !isAccepted(text) }).toEqual({ editor: true, backend: true });
  });
});
