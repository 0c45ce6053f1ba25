import type { Merchant } from '../terminal.ts';
import type { JourneyDriver } from './journey-driver.ts';

/** Completes the journey with `mytpe` commands, like a script: `--json`, exit code 0. */
export function byCommand(merchant: Merchant): JourneyDriver {
  // A script has no types for the JSON output.
  // oxlint-disable-next-line typescript/no-explicit-any
  const mytpe = async (...args: string[]): Promise<any> => {
    const { code, json, err } = await merchant.mytpe(...args, '--json', '--yes');
    if (code !== 0) throw new Error(`mytpe ${args.join(' ')} ended with ${code}: ${err}`);
    return json;
  };
  return {
    async identify(name, path) {
      const types = ['--establishment-type', 'e-1', '--authorization-type', 'a-1'];
      return (await mytpe('identifications', 'create', '--name', name, ...types, '--file', path)).id;
    },
    async brandOf(identification) {
      const { data } = await mytpe('brands', 'list');
      return data.find((brand: { identification_id: string }) => brand.identification_id === identification).id;
    },
    bankAccount: async (rib, identification) =>
      (await mytpe('bank-accounts', 'create', '--rib', rib, '--identification', identification)).id,
    async activate(title, { identification, brand, account }) {
      const backing = ['--identification', identification, '--brand', brand, '--bank-account', account];
      return (await mytpe('instances', 'activate', '--title', title, ...backing)).form_url;
    },
    async instance(title) {
      const { data } = await mytpe('instances', 'list', '--search', title);
      const { id, status, acceptance_status } = data[0];
      return { id, isReady: status === 'active' && acceptance_status === 'ready' };
    },
    async form() {
      const { id } = await mytpe('forms', 'create', '--name', 'Livraison');
      const choices = ['--choice', '16=Alger', '--choice', '31=Oran'];
      const question = ['--name', 'wilaya', '--label', 'Wilaya', '--type', 'select', '--required', 'yes', ...choices];
      await mytpe('forms', 'fields', 'add', id, ...question);
      return (await mytpe('forms', 'publish', id)).id;
    },
    async link(instance, form) {
      const price = ['--title', 'Commande', '--amount', '4 500,50', '--usage', 'one_shot'];
      const made = await mytpe('links', 'create', '--instance', instance, '--form', form, ...price, '--publish');
      return { id: made.id, url: made.customer_url };
    },
    async outcome(link) {
      const { status, total_collected } = await mytpe('links', 'show', link);
      return { status, collected: total_collected };
    },
  };
}
