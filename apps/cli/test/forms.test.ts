import { beforeEach, expect, it } from 'vitest';

import { type OnboardingServer, startOnboarding } from './onboarding-server.ts';
import { runHere } from './terminal.ts';

let mytpe: OnboardingServer;
beforeEach(async () => {
  mytpe = await startOnboarding();
});

const run = (...args: string[]) => runHere(args, { env: mytpe.env });
const FIELD = ['forms', 'fields', 'add', 'forms-1', '--name', 'wilaya', '--label', 'Wilaya', '--type', 'select'];

it('a form is made, asks questions, and is published', async () => {
  const made = await run('forms', 'create', '--name', 'Checkout', '--industry', 'ecommerce');
  expect([made.code, made.err]).toEqual([0, expect.stringContaining('mytpe forms publish forms-1')]);
  expect((await run('forms', 'sections', 'add', 'forms-1', '--title', 'Delivery', '--json')).json.title).toBe(
    'Delivery',
  );
  const choices = ['--choice', '16=Alger', '--choice', '31=Oran', '--required', 'yes', '--section', 'sections-1'];
  expect((await run(...FIELD, ...choices)).code).toBe(0);
  expect(mytpe.writes.at(-1)!.fields).toEqual({
    input_name: 'wilaya',
    label: 'Wilaya',
    data_type: 'select',
    is_required: true,
    section_id: 'sections-1',
    options: [
      { value: '16', label: 'Alger' },
      { value: '31', label: 'Oran' },
    ],
  });
  const shown = await run('forms', 'show', 'forms-1');
  expect(shown.out).toMatch(/status\s+draft[^]+sections-1\s+Delivery[^]+fields-1\s+wilaya\s+Wilaya\s+select\s+yes/);
  expect((await run('forms', 'publish', 'forms-1', '--json')).json.status).toBe('published');
  expect((await run('forms', 'list', '--json')).json.data).toMatchObject([{ id: 'forms-1', status: 'published' }]);
});

it('parts change, and go when told to', async () => {
  await run('forms', 'create', '--name', 'Checkout');
  await run(...FIELD, '--choice', '16=Alger');
  const changed = await run('forms', 'fields', 'update', 'forms-1', 'fields-1', '--label', 'Province', '--json');
  expect(changed.json).toMatchObject({ label: 'Province', input_name: 'wilaya' });
  expect((await run('forms', 'fields', 'remove', 'forms-1', 'fields-1')).code).toBe(2);
  expect((await run('forms', 'fields', 'remove', 'forms-1', 'fields-1', '--yes')).code).toBe(0);
  expect(mytpe.records['forms']![0]!['fields']).toEqual([]);
  expect((await run('forms', 'update', 'forms-1', '--name', 'Order', '--json')).json.name).toBe('Order');
  expect((await run('forms', 'delete', 'forms-1', '--yes')).code).toBe(0);
});

it('a choice without choices is refused before anything is sent', async () => {
  await run('forms', 'create', '--name', 'Checkout');
  const { code, err } = await run(...FIELD);
  expect([code, err, mytpe.writes.length]).toEqual([2, expect.stringContaining('options'), 1]);
});
