import { describe, expect, it } from 'vitest';

import { PDF, PNG, openKycShop } from './kyc-shop.ts';

const REQUEST = { title: 'Boutique - Alger', payment_method: 'online' };

describe('asking for an instance', () => {
  it('answers the transaction of its fee, which is paid on a page, and then there is an instance', async () => {
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

  it('wants a proof for what is paid elsewhere, and keeps it', async () => {
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

  it('stands on accepted records only', async () => {
    const { backing, form, api } = await openKycShop();
    const ids = await backing();
    await form('PUT', `/brands/${ids.brand_id}`, { name: 'Autre' });
    const answer = await form('POST', '/instances', { ...REQUEST, ...ids, bank_account_id: 'nobody' });
    expect(answer.body.errors).toEqual({
      brand_id: ['The brand must be accepted; it is pending.'],
      bank_account_id: ['No bank account has this id.'],
    });
    expect((await api('GET', '/instances')).body.meta.total).toBe(0);
  });

  it('an instance is changed, with a logo, and deleted', async () => {
    const { backing, form, api, review } = await openKycShop();
    const ids = await backing();
    const { transaction_id } = (await form('POST', '/instances', { ...REQUEST, ...ids })).body.data;
    await review('activations', transaction_id);
    const [{ id }] = (await api('GET', '/instances')).body.data;
    expect((await api('PUT', `/instances/${id}`, { title: 'Oran' })).body.data.title).toBe('Oran');
    const { logo } = (await form('PUT', `/instances/${id}`, { logo: [PNG, 'l.png'] })).body.data;
    expect(Buffer.from(await (await fetch(logo)).arrayBuffer())).toEqual(PNG);
    expect((await api('DELETE', `/brands/${ids.brand_id}`)).status).toBe(409);
    expect((await api('DELETE', `/instances/${id}`)).body).toEqual({ message: 'Payment instance deleted.' });
    expect((await api('DELETE', `/brands/${ids.brand_id}`)).status).toBe(200);
    expect((await fetch(logo)).status).toBe(404);
  });
});
