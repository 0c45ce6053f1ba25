import { describe, expect, it } from 'vitest';

import { SEEDED_IDS, SEEDED_V2_IDS } from '../src/index.ts';
import { GIF, JPG, PDF, PNG, WEBP, openKycShop } from './kyc-shop.ts';
import { CREDENTIALS } from './shop.ts';

const REQUEST = { title: 'Boutique - Alger', payment_method: 'online' };

describe('requesting an instance', () => {
  it('opens a fee transaction, takes the fee on a page, and then creates the instance', async () => {
    const { backing, form, api, review } = await openKycShop();
    const ids = await backing();
    const { status, body } = await form('POST', '/instances', { ...REQUEST, ...ids });
    expect(status).toBe(201);
    expect(body.data).toEqual({
      transaction_id: expect.any(String),
      status: 'processing',
      payment_method: 'online',
      amount: '3000.00',
      currency: 'DZD',
      form_url: expect.stringContaining('/gateway/'),
    });
    expect((await api('GET', '/instances')).body.data).toEqual([]);

    const page = await fetch(`${body.data.form_url}?lang=fr`);
    expect(await page.text()).toContain('Boutique - Alger');
    const refused = await fetch(`${body.data.form_url}?lang=fr`, {
      method: 'POST',
      body: new URLSearchParams({ card: 'refused' }),
    });
    expect(await refused.text()).toContain('Rien n’a été débité');
    await fetch(body.data.form_url, { method: 'POST', body: new URLSearchParams({ card: 'approved' }) });
    const [instance] = (await api('GET', '/instances')).body.data;
    expect(instance).toMatchObject({
      ...ids,
      title: REQUEST.title,
      acceptance_status: 'pending_documents',
      logo: null,
    });

    await review('instances', instance.id, 'refuse', 'Il manque une pièce');
    expect((await api('GET', `/instances/${instance.id}`)).body.data).toMatchObject({
      acceptance_status: 'rejected',
      acceptance_reason: 'Il manque une pièce',
      identification: { id: ids.identification_id },
      bank_account: { id: ids.bank_account_id, bank_code: '007' },
    });
    await review('instances', instance.id);
    expect((await api('GET', `/instances/${instance.id}`)).body.data.acceptance_status).toBe('ready');
  });

  it('requires a proof for an offline payment method, and keeps it', async () => {
    const { backing, form, control, review, api } = await openKycShop();
    const parts = { ...REQUEST, ...(await backing()), payment_method: 'cheque' };
    expect((await form('POST', '/instances', parts)).body.errors).toEqual({
      payment_proof: ['The payment_proof is required when payment_method is cheque.'],
    });
    const { body } = await form('POST', '/instances', { ...parts, payment_proof: [PDF, 'reçu.pdf'] });
    expect(body.data.form_url).toBeNull();
    const { files } = (await control('GET', '/state')).body;
    expect(files.map(({ name }: { name: string }) => name)).toContain('reçu.pdf');
    await review('activations', body.data.transaction_id);
    expect((await api('GET', '/instances')).body.data[0].acceptance_status).toBe('documents_submitted');
  });

  it.each([
    ['4000 0000 0000 0002', 'The bank refused the card.'],
    ['4000 0000 0000 9995', 'The card does not have enough funds.'],
    ['4000 0000 0000 0119', 'The bank did not answer in time.'],
    ['4000 1234 5678 9010', 'Choose one of the test cards.'],
  ])('settles nothing with the card %s; the approved card settles the fee once', async (card, message) => {
    const { backing, api } = await openKycShop();
    const request = { ...REQUEST, ...(await backing()) };
    const { form_url } = (await api('POST', '/instances', request)).body.data;
    const pay = async (number: string): Promise<string> => {
      const response = await fetch(`${form_url}?lang=en`, {
        method: 'POST',
        body: new URLSearchParams({ card: number }),
      });
      return response.text();
    };
    expect(await pay(card)).toContain(message);
    expect((await api('GET', '/instances')).body.meta.total).toBe(0);
    expect(await pay('4242 4242 4242 4242')).toContain('Fee paid');
    expect(await pay('4242 4242 4242 4242')).toContain('Fee paid');
    expect((await api('GET', '/instances')).body.meta.total).toBe(1);
  });

  it('refuses a payment on the page when the fee was refused, is paid offline or does not exist', async () => {
    const { backing, form, api, review, sandbox } = await openKycShop();
    const request = { ...REQUEST, ...(await backing()) };
    const { transaction_id, form_url } = (await api('POST', '/instances', request)).body.data;
    await review('activations', transaction_id, 'refuse');
    const pay = (url: string): Promise<Response> =>
      fetch(`${url}?lang=en`, { method: 'POST', body: new URLSearchParams({ card: 'approved' }) });
    expect(await (await pay(form_url)).text()).toContain('MyTPE has refused this request.');
    const cheque = await form('POST', '/instances', {
      ...request,
      payment_method: 'cheque',
      payment_proof: [PDF, 'p'],
    });
    expect((await pay(`${sandbox.url}/gateway/${cheque.body.data.transaction_id}`)).status).toBe(404);
    expect((await pay(`${sandbox.url}/gateway/nobody`)).status).toBe(404);
    expect((await api('GET', '/instances')).body.meta.total).toBe(0);
  });

  it('requires accepted records', async () => {
    const { backing, form, api } = await openKycShop();
    const ids = await backing();
    await form('PUT', `/brands/${ids.brand_id}`, { name: 'Autre' });
    const response = await form('POST', '/instances', { ...REQUEST, ...ids, bank_account_id: 'nobody' });
    expect(response.body.errors).toEqual({
      brand_id: ['The brand must be accepted; it is pending.'],
      bank_account_id: ['No bank account has this id.'],
    });
    expect((await api('GET', '/instances')).body.meta.total).toBe(0);
  });

  it('keeps the records of a request until its fee is settled or refused', async () => {
    const { backing, api, review } = await openKycShop();
    const ids = await backing();
    const { transaction_id } = (await api('POST', '/instances', { ...REQUEST, ...ids })).body.data;
    const paths = [`/brands/${ids.brand_id}`, `/bank-accounts/${ids.bank_account_id}`];
    for (const path of paths) {
      const { status, body } = await api('DELETE', path);
      expect([status, body.message]).toEqual([409, expect.stringContaining('whose fee is not settled yet')]);
    }
    await review('activations', transaction_id, 'refuse');
    for (const path of paths) expect((await api('DELETE', path)).status).toBe(200);
    expect((await api('DELETE', `/identifications/${ids.identification_id}`)).status).toBe(200);
  });

  it.each([
    [{ title: '' }, 'title', 'The title is required.'],
    [{ title: 't'.repeat(192) }, 'title', 'The title must not be greater than 191 characters.'],
    [{ payment_method: 'cash' }, 'payment_method', 'The payment_method must be one of: online, bank_transfer, cheque.'],
    [{ payment_method: '' }, 'payment_method', 'The payment_method is required.'],
    [{ identification_id: 'nobody' }, 'identification_id', 'No identification has this id.'],
    [
      { payment_method: 'cheque', payment_proof: 'p.pdf' },
      'payment_proof',
      'The payment_proof must be a file: a part of a multipart form that has a filename.',
    ],
  ])('refuses %j with a field error', async (wrong, field, message) => {
    const { backing, form, control } = await openKycShop();
    const parts: Record<string, string> = { ...REQUEST, ...(await backing()), ...wrong };
    const { status, body } = await form('POST', '/instances', parts);
    expect([status, body.errors]).toEqual([422, { [field]: [message] }]);
    expect((await control('GET', '/state')).body.activations).toEqual([]);
  });

  it.each([
    ['image/jpeg', JPG],
    ['image/png', PNG],
    ['image/gif', GIF],
    ['image/webp', WEBP],
  ])(
    'accepts %s as the logo of an instance, in both APIs, because the reference documents no limits',
    async (type, bytes) => {
      const shop = await openKycShop();
      await shop.control('POST', '/reset');
      const ext = await shop.form('PUT', `/instances/${SEEDED_IDS.readyInstance}`, { logo: [bytes, 'logo'] });
      const body = new FormData();
      body.append('id', SEEDED_V2_IDS.activeInstance);
      body.append('logo', new Blob([Uint8Array.from(bytes)]), 'logo');
      const init = { method: 'POST', headers: CREDENTIALS, body };
      const v2 = (await (await fetch(`${shop.sandbox.v2BaseUrl}/update`, init)).json()) as {
        data: { logo_url: string };
      };
      for (const address of [ext.body.data.logo, v2.data.logo_url]) {
        const served = await fetch(address);
        expect([served.headers.get('content-type'), Buffer.from(await served.arrayBuffer())]).toEqual([type, bytes]);
      }
    },
  );

  it('changes an instance and its logo, and deletes it', async () => {
    const { backing, form, api, review, control } = await openKycShop();
    const ids = await backing();
    const { transaction_id } = (await form('POST', '/instances', { ...REQUEST, ...ids })).body.data;
    await review('activations', transaction_id);
    const [{ id }] = (await api('GET', '/instances')).body.data;
    const changed = (await api('PUT', `/instances/${id}`, { title: 'Oran' })).body.data;
    expect((await control('GET', '/requests')).body.requests.at(-1)).toMatchObject({ method: 'PUT', assumed: [] });
    expect(changed).toEqual({
      id,
      user_id: expect.any(String),
      title: 'Oran',
      logo: null,
      status: 'active',
      acceptance_status: 'pending_documents',
      acceptance_reason: null,
      ...ids,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect((await api('GET', '/instances')).body.data).toEqual([changed]);
    expect((await api('PUT', `/instances/${id}`, { brand_id: 'nobody' })).body.errors).toEqual({
      brand_id: ['No brand has this id.'],
    });
    const pdf = await form('PUT', `/instances/${id}`, { logo: [PDF, 'l.png'] });
    expect(pdf.body.errors).toEqual({ logo: ['The logo must be a file of type: jpg, png, gif, webp.'] });
    expect((await control('GET', '/requests')).body.requests.at(-1).assumed.join()).toMatch(/limits.*not documented/);
    const { logo } = (await form('PUT', `/instances/${id}`, { logo: [PNG, 'l.png'] })).body.data;
    expect(Buffer.from(await (await fetch(logo)).arrayBuffer())).toEqual(PNG);
    expect((await api('DELETE', `/brands/${ids.brand_id}`)).status).toBe(409);
    expect((await api('DELETE', `/instances/${id}`)).body).toEqual({ message: 'Payment instance deleted.' });
    expect((await api('DELETE', `/brands/${ids.brand_id}`)).status).toBe(200);
    expect((await fetch(logo)).status).toBe(404);
  });
});
