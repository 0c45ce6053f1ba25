import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { SEEDED_IDS, TEST_CARDS } from '../src/index.ts';
import { type Shop, openShop } from './shop.ts';

const SIZES = [
  { value: 's', label: 'Small' },
  { value: 'l', label: 'Large <L>' },
];
/** A valid value for a question of every documented type, and of an unknown type. */
const RIGHT: Readonly<Record<string, string | string[]>> = {
  string: 'Karim',
  text: 'Two\r\nlines',
  integer: '-12',
  number: '12,5',
  email: 'karim@example.com',
  phone: '0550 12 34 56',
  url: 'https://example.com/?q=1',
  date: '2026-02-28',
  select: 's',
  multi_select: ['s', 'l'],
  radio: 'l',
  checkbox: ['l'],
  rating: 'five',
};
const CHOICES = ['select', 'multi_select', 'radio', 'checkbox'];

interface Asked {
  readonly data_type: string;
  readonly input_name?: string;
  readonly label?: string;
  readonly is_required?: boolean;
  readonly section_id?: string | null;
  readonly position?: number;
  readonly options?: typeof SIZES | null;
}

/** Opens a shop with a form of these questions and a link that uses it. */
async function openAsking(
  questions: readonly Asked[],
  sections: object[] = [],
): Promise<{ shop: Shop; slug: string; id: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const seeded = await openShop();
  const { instances } = (await seeded.control('GET', '/state')).body;
  const fields = questions.map((question, at) => ({
    id: `field-${at}`,
    input_name: question.data_type,
    label: `What ${question.data_type}?`,
    is_required: true,
    options: CHOICES.includes(question.data_type) ? SIZES : null,
    ...question,
  }));
  const form = { id: 'form-1', name: 'Questions', status: 'published', sections, fields };
  await writeFile(stateFile, JSON.stringify({ version: 1, instances, forms: [form], links: [], payments: [] }));
  const shop = await openShop({ stateFile });
  return { shop, ...(await shop.published({ form_id: 'form-1', usage_mode: 'reusable' })) };
}

const ALL = Object.keys(RIGHT).map((data_type) => ({ data_type }));

/** Posts the page as a browser does: one pair per ticked box. */
async function answer(
  { sandbox }: Shop,
  slug: string,
  answers: Readonly<Record<string, string | string[]>>,
  more = {},
) {
  const body = new URLSearchParams({ card: TEST_CARDS.approved, ...more });
  for (const [name, value] of Object.entries(answers)) {
    for (const each of [value].flat()) body.append(`answers[${name}]`, each);
  }
  const response = await fetch(`${sandbox.payBaseUrl}/${slug}?lang=en`, { method: 'POST', body });
  return { status: response.status, url: response.url, text: await response.text() };
}

async function submissions({ control }: Shop): Promise<Record<string, unknown>[]> {
  return (await control('GET', '/state')).body.submissions;
}

describe('a form of every type', () => {
  it('is rendered with labels, hints and the right controls, and without scripts', async () => {
    const { shop, slug } = await openAsking(ALL);
    const { text } = await shop.page(slug);
    for (const { data_type } of ALL) expect(text).toContain(`<bdi>What ${data_type}?</bdi>`);
    const controls = [...text.matchAll(/<(?:input|select|textarea)[^>]*?id="(q\d+)"/g)].map(([, id]) => id);
    expect(controls).toEqual(ALL.map((_, at) => `q${at + 1}`));
    for (const type of ['email', 'tel', 'url', 'date']) expect(text).toContain(`type="${type}"`);
    expect(text).toContain('Large &lt;L&gt;');
    expect(text).not.toMatch(/<script|Large <L>/);
  });

  it('keeps valid values with a copy of the form and their payment', async () => {
    const { shop, slug, id } = await openAsking(ALL);
    const { text } = await answer(shop, slug, RIGHT);
    expect(text).toContain('data-result="paid"');
    const [payment] = (await shop.control('GET', '/state')).body.payments;
    const [kept] = await submissions(shop);
    expect(kept).toMatchObject({ form_id: 'form-1', link_id: id, payment_id: payment.id, answers: RIGHT });
    expect(kept!['snapshot']).toMatchObject({ name: 'Questions', fields: ALL });
  });

  it('names every unanswered question in the summary and next to it, and takes no payment', async () => {
    const { shop, slug } = await openAsking(ALL);
    const { status, text } = await answer(shop, slug, {});
    expect(status).toBe(422);
    const summary = /<div class="summary"[\s\S]*?<\/ul>/.exec(text)![0];
    expect([...summary.matchAll(/href="#(q\d+)"/g)].map(([, id]) => id)).toEqual(ALL.map((_, at) => `q${at + 1}`));
    expect(text.match(/class="problem"/g)).toHaveLength(ALL.length);
    expect(summary).toContain('autofocus');
    expect(await submissions(shop)).toEqual([]);
    expect((await shop.control('GET', '/state')).body.payments).toEqual([]);
  });

  it('accepts empty optional questions', async () => {
    const { shop, slug } = await openAsking(ALL.map((question) => ({ ...question, is_required: false })));
    expect((await shop.page(slug)).text.match(/\(optional\)/g)).toHaveLength(ALL.length);
    expect((await answer(shop, slug, {})).text).toContain('data-result="paid"');
    expect((await submissions(shop))[0]!['answers']).toEqual({ multi_select: [], checkbox: [] });
  });

  it('keeps the typed text when another field has a problem', async () => {
    const { shop, slug } = await openAsking(ALL);
    const { text } = await answer(shop, slug, { ...RIGHT, email: 'karim' });
    for (const value of ['Karim', '-12', '12,5', 'karim', '0550 12 34 56', '2026-02-28', 'five']) {
      expect(text).toContain(`value="${value}"`);
    }
    expect(text).toMatch(/>\s*Two\s+lines<\/textarea/);
    expect(text).toMatch(/<option value="s"\s+selected/);
    expect(text.match(/ checked/g)).toHaveLength(1 + 2 + 1 + 1);
  });
});

it.each([
  ['string', 'x'.repeat(256), 'too long'],
  ['integer', '12.5', 'whole number'],
  ['integer', 'twelve', 'whole number'],
  ['number', '1.2.3', 'Write a number'],
  ['email', '0550123456', 'e-mail'],
  ['phone', 'karim@example.com', 'phone number'],
  ['phone', '12', 'phone number'],
  ['url', 'javascript:alert(1)', 'begins with https'],
  ['date', '2026-02-30', 'Choose a date'],
  ['date', '28/02/2026', 'Choose a date'],
  ['select', 'xl', 'answers offered'],
  ['radio', 'Small', 'answers offered'],
  ['multi_select', ['s', 'xl'], 'answers offered'],
  ['checkbox', ['xl'], 'answers offered'],
])('rejects a %s with the value %j', async (data_type, given, sentence) => {
  const { shop, slug } = await openAsking([{ data_type }]);
  const { status, text } = await answer(shop, slug, { [data_type]: given });
  expect(status).toBe(422);
  expect(/data-testid="q1-problem">\s*([^<]+)/.exec(text)?.[1]).toContain(sentence);
  expect(await submissions(shop)).toEqual([]);
});

it('accepts Arabic digits', async () => {
  const { shop, slug } = await openAsking([{ data_type: 'integer' }, { data_type: 'phone' }]);
  await answer(shop, slug, { integer: '١٢', phone: '٠٥٥٠١٢٣٤٥٦' });
  expect((await submissions(shop))[0]!['answers']).toEqual({ integer: '12', phone: '0550123456' });
});

it('renders a checkbox without options as one box, which can be required', async () => {
  const { shop, slug } = await openAsking([{ data_type: 'checkbox', options: [] }]);
  expect((await answer(shop, slug, {})).status).toBe(422);
  await answer(shop, slug, { checkbox: '1' });
  expect((await submissions(shop))[0]!['answers']).toEqual({ checkbox: '1' });
});

it('asks in the merchant’s order: questions without a section first, then by position', async () => {
  const sections = [
    { id: 'b', title: 'Second', position: 2, description: 'About you.' },
    { id: 'a', title: 'First', position: 1 },
    { id: 'c', title: 'Empty', position: 0 },
  ];
  const ask = (label: string, section_id: string | null, position: number) => ({
    data_type: 'string',
    input_name: label,
    label,
    section_id,
    position,
  });
  const { shop, slug } = await openAsking(
    [ask('b2', 'b', 9), ask('b1', 'b', 3), ask('a1', 'a', 1), ask('free', null, 50), ask('lost', 'gone', 60)],
    sections,
  );
  const { text } = await shop.page(slug);
  const shown = [...text.matchAll(/<h2[^>]*>([^<]+)|<bdi>(free|lost|[ab]\d)<\/bdi>/g)].map(
    ([, head, label]) => head ?? label,
  );
  expect(shown).toEqual(['free', 'lost', 'First', 'a1', 'Second', 'b1', 'b2']);
  expect(text).not.toContain('Empty');
});

it('escapes a hostile name and label', async () => {
  const input_name = `"><script>alert(1)</script>[__proto__]`;
  const { shop, slug } = await openAsking([{ data_type: 'string', input_name, label: '<img src=x>' }]);
  expect((await shop.page(slug)).text).not.toMatch(/<script|<img/);
  expect((await answer(shop, slug, { [input_name]: 'fine' })).text).toContain('data-result="paid"');
  expect((await submissions(shop))[0]!['answers']).toEqual({ [input_name]: 'fine' });
});

it.each(['constructor', 'toString', '__proto__'])('accepts %s as a type and as a name', async (word) => {
  const { shop, slug } = await openAsking([{ data_type: word, input_name: word }]);
  expect((await shop.page(slug)).text).toMatch(/id="q1"[\s\S]*?value=""/);
  expect((await answer(shop, slug, { [word]: 'fine' })).text).toContain('data-result="paid"');
});

it('keeps everything except the card for a retry after a refusal', async () => {
  const { shop, slug } = await openAsking([{ data_type: 'string' }]);
  const { text } = await answer(shop, slug, { string: 'Karim' }, { card: TEST_CARDS.refused });
  const retry = /data-testid="retry"\s+href="([^"]+)"/.exec(text)![1]!.replaceAll('&amp;', '&');
  const again = await (await fetch(shop.sandbox.url + retry)).text();
  expect(again).toContain('value="Karim"');
  expect(again).toMatch(/value="4242 4242 4242 4242"[^>]* checked/);
});

it('shows the seeded form; the control pays without filling it in', async () => {
  const { published, page, control } = await openShop();
  const { id, slug } = await published({ form_id: SEEDED_IDS.publishedForm });
  expect((await page(slug)).text).toContain('<bdi>Wilaya</bdi>');
  expect((await page(slug, { card: TEST_CARDS.approved })).status).toBe(422);
  expect((await control('POST', `/links/${id}/pay`)).body.payment.status).toBe('paid');
});
