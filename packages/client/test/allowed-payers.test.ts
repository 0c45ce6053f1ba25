import { describe, expect, it } from 'vitest';

import { type AllowedPayersShape, InvalidInputError, type LinkInput } from '../src/index.ts';
import { useHarness } from './harness.ts';
import { LINK } from './samples.ts';
import { json } from './scripted-server.ts';

const harness = useHarness();
const INVOICE: LinkInput = {
  payment_instance_id: 'i1',
  title: 'Invoice',
  amount_mode: 'fixed',
  amount: 450_000,
  usage_mode: 'whitelist',
  allowed_payers: [' Amel@Example.DZ', '0555 12 34 56'],
};
const received = ['amel@example.dz', { email: null, phone: '0555123456' }];

const sentAndRead = async (allowedPayersShape?: AllowedPayersShape) => {
  const data = { ...LINK, allowed_payers: received };
  harness.server.script(json(201, { data }), json(200, { data }), json(200, {}), json(200, { data }));
  const { links } = harness.client({ allowedPayersShape });
  const { allowed_payers } = await links.create(INVOICE);
  await links.update('l1', { allowed_payers: ['amel@example.dz'] });
  const bodies = harness.server.received
    .filter(({ body }) => body !== '')
    .map(({ body }) => JSON.parse(body) as LinkInput);
  return { sent: bodies.map((body) => body.allowed_payers), read: allowed_payers };
};

describe('allowed payers', () => {
  const read = ['amel@example.dz', '+213555123456'];

  it('are sent as strings by default', async () => {
    expect(await sentAndRead()).toEqual({ sent: [read, ['amel@example.dz']], read });
  });

  it('are sent as objects with allowedPayersShape, and read in both formats', async () => {
    const objects = [{ email: 'amel@example.dz' }, { phone: '+213555123456' }];
    expect(await sentAndRead('object')).toEqual({ sent: [objects, objects.slice(0, 1)], read });
  });

  it('cannot have another format', () => {
    const shape = 'list' as AllowedPayersShape;
    expect(() => harness.client({ allowedPayersShape: shape })).toThrow(InvalidInputError);
    expect(() => harness.client({ allowedPayersShape: shape })).toThrow('must be one of string, object');
  });
});
