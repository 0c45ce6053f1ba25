import { Form, type FormField, Instance } from './records.ts';

/** The only credentials that the sandbox accepts. They are public on purpose. */
export const SANDBOX_KEY = 'mtk_sandbox_key';
export const SANDBOX_SECRET = 'mts_sandbox_secret';

/** Ids that are easy to recognise in a log. The first group shows the kind, the last group the number. */
export const SEEDED_IDS = {
  trader: '7ade0000-0000-4000-8000-000000000001',
  readyInstance: '1a570000-0000-4000-8000-000000000001',
  suspendedInstance: '1a570000-0000-4000-8000-000000000002',
  publishedForm: 'f0a10000-0000-4000-8000-000000000001',
  draftForm: 'f0a10000-0000-4000-8000-000000000002',
} as const;

const SEEDED_AT = '2026-01-12T09:30:00.000Z';

/** The trader to whom the credentials belong. */
export const TRADER = {
  id: SEEDED_IDS.trader,
  email: 'trader@example.com',
  name: 'Boutique Centrale',
  role: 'trader',
  created_at: SEEDED_AT,
} as const;

/** Returns new copies each time, because the sandbox changes them. */
export function seedInstances(): Instance[] {
  const instance = (id: string, title: string, status: Instance['status']): Instance =>
    Instance.parse({ id, title, status, acceptance_status: 'ready', created_at: SEEDED_AT, updated_at: SEEDED_AT });
  return [
    instance(SEEDED_IDS.readyInstance, 'Boutique Centrale - Alger', 'active'),
    instance(SEEDED_IDS.suspendedInstance, 'Boutique Centrale - Oran', 'suspended'),
  ];
}

export function seedForms(): Form[] {
  const published = { id: SEEDED_IDS.publishedForm, name: 'Checkout details', status: 'published' } as const;
  return [
    Form.parse({ ...published, sections: [DELIVERY], fields: seedFields() }),
    Form.parse({ id: SEEDED_IDS.draftForm, name: 'Unfinished form', status: 'draft' }),
  ];
}

const DELIVERY = { id: 'f0a15ec0-0000-4000-8000-000000000001', title: 'Livraison', description: null, position: 2 };

function seedFields(): FormField[] {
  const field = (
    at: number,
    asked: Pick<FormField, 'input_name' | 'label' | 'data_type'>,
    rest: Partial<FormField> = {},
  ) => ({
    id: `f0a1f1e1-0000-4000-8000-00000000000${at}`,
    section_id: null,
    is_required: true,
    position: at,
    options: null,
    ...asked,
    ...rest,
  });
  const [alger, oran] = [
    { value: '16', label: 'Alger' },
    { value: '31', label: 'Oran' },
  ];
  const delivery = { section_id: DELIVERY.id };
  return [
    field(1, { input_name: 'full_name', label: 'Nom complet', data_type: 'string' }),
    field(2, { input_name: 'phone', label: 'Téléphone', data_type: 'phone' }),
    field(3, { input_name: 'wilaya', label: 'Wilaya', data_type: 'select' }, { ...delivery, options: [alger, oran] }),
    field(4, { input_name: 'note', label: 'Remarque', data_type: 'text' }, { ...delivery, is_required: false }),
  ];
}
