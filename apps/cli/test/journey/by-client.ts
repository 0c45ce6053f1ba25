import { ExtClient } from '@mytpe-pay/client';
import { SANDBOX_KEY, SANDBOX_SECRET, type Sandbox } from '@mytpe-pay/sandbox';

import type { JourneyDriver } from './journey-driver.ts';

/** Completes the journey with the typed client. */
export function byClient({ apiBaseUrl, payBaseUrl }: Sandbox): JourneyDriver {
  const mytpe = new ExtClient({
    baseUrl: apiBaseUrl,
    credentials: { key: SANDBOX_KEY, secret: SANDBOX_SECRET },
  });
  return {
    async identify(name, identification_file) {
      const types = { establishment_type_id: 'e-1', authorization_type_id: 'a-1' };
      return (await mytpe.identifications.create({ name, ...types, identification_file })).id;
    },
    brandOf: async (identification) => (await mytpe.brands.listOf(identification))[0]!.id,
    bankAccount: async (account_number, identification_id) =>
      (await mytpe.bankAccounts.create({ account_number, identification_id })).id,
    async activate(title, { identification, brand, account }) {
      const backing = { identification_id: identification, brand_id: brand, bank_account_id: account };
      return (await mytpe.instances.requestActivation({ title, ...backing, payment_method: 'online' })).form_url!;
    },
    async instance(title) {
      const { data } = await mytpe.instances.list({ search: title });
      const { id, status, acceptance_status } = data[0]!;
      return { id, isReady: status === 'active' && acceptance_status === 'ready' };
    },
    async form() {
      const { id } = await mytpe.forms.create({ name: 'Livraison' });
      const options = [
        { value: '16', label: 'Alger' },
        { value: '31', label: 'Oran' },
      ];
      const wilaya = { input_name: 'wilaya', label: 'Wilaya', data_type: 'select', is_required: true, options };
      await mytpe.forms.addField(id, wilaya);
      return (await mytpe.forms.publish(id)).id;
    },
    async link(payment_instance_id, form_id) {
      const price = { amount_mode: 'fixed', amount: 450_050, usage_mode: 'one_shot' } as const;
      const { id } = await mytpe.links.create({ payment_instance_id, form_id, title: 'Commande', ...price });
      const { slug } = await mytpe.links.publish(id);
      return { id, url: `${payBaseUrl}/${slug}` };
    },
    async outcome(link) {
      const { status, total_collected } = await mytpe.links.get(link);
      return { status, collected: (total_collected / 100).toFixed(2) };
    },
  };
}
