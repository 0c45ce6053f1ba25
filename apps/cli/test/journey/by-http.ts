import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import { SANDBOX_KEY, SANDBOX_SECRET, type Sandbox } from '@mytpe-pay/sandbox';

import type { JourneyDriver } from './journey-driver.ts';

/** Completes the journey with plain HTTP, as in the reference. */
export function byHttp({ apiBaseUrl, payBaseUrl }: Sandbox): JourneyDriver {
  const credentials = { 'X-Api-Key': SANDBOX_KEY, 'X-Api-Secret': SANDBOX_SECRET, Accept: 'application/json' };
  // oxlint-disable-next-line typescript/no-explicit-any
  const call = async (method: string, path: string, body?: object): Promise<any> => {
    const isForm = body instanceof FormData;
    const type = body === undefined || isForm ? {} : { 'Content-Type': 'application/json' };
    const sent = body === undefined ? null : isForm ? body : JSON.stringify(body);
    const response = await fetch(apiBaseUrl + path, { method, headers: { ...credentials, ...type }, body: sent });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  const formOf = (fields: Record<string, string>): FormData => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return form;
  };
  return {
    async identify(name, path) {
      const form = formOf({ name, establishment_type_id: 'e-1', authorization_type_id: 'a-1' });
      form.append('identification_file', new Blob([await readFile(path)]), basename(path));
      return (await call('POST', '/identifications', form)).data.id;
    },
    async brandOf(identification) {
      const { data } = await call('GET', '/brands');
      return data.find((brand: { identification_id: string }) => brand.identification_id === identification).id;
    },
    bankAccount: async (account_number, identification_id) =>
      (await call('POST', '/bank-accounts', { account_number, identification_id })).data.id,
    async activate(title, { identification, brand, account }) {
      const backing = { identification_id: identification, brand_id: brand, bank_account_id: account };
      return (await call('POST', '/instances', formOf({ title, ...backing, payment_method: 'online' }))).data.form_url;
    },
    async instance(title) {
      const [{ id, status, acceptance_status }] = (await call('GET', `/instances?search=${encodeURIComponent(title)}`))
        .data;
      return { id, isReady: status === 'active' && acceptance_status === 'ready' };
    },
    async form() {
      const { id } = (await call('POST', '/forms', { name: 'Livraison' })).data;
      const options = [
        { value: '16', label: 'Alger' },
        { value: '31', label: 'Oran' },
      ];
      const wilaya = { input_name: 'wilaya', label: 'Wilaya', data_type: 'select', is_required: true, options };
      await call('POST', `/forms/${id}/fields`, wilaya);
      await call('POST', `/forms/${id}/publish`);
      return id;
    },
    async link(payment_instance_id, form_id) {
      const price = { amount_mode: 'fixed', amount: 4500.5, currency: 'DZD', usage_mode: 'one_shot' };
      const { id, slug } = (await call('POST', '/links', { payment_instance_id, form_id, title: 'Commande', ...price }))
        .data;
      await call('POST', `/links/${id}/publish`);
      return { id, url: `${payBaseUrl}/${slug}` };
    },
    async outcome(link) {
      const { status, total_collected } = (await call('GET', `/links/${link}`)).data;
      return { status, collected: total_collected };
    },
  };
}
