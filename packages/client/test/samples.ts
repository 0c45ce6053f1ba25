/** Sample responses from the reference of the ext API. */

export const ME = {
  id: '9c1f0e2a-...',
  email: 'trader@example.com',
  name: 'Boutique Centrale',
  role: 'trader',
  created_at: '2026-01-12T09:30:00.000000Z',
};

export const INSTANCE = {
  id: '3e4f5a6b-...',
  user_id: '9c1f0e2a-...',
  title: 'Boutique Centrale - Alger',
  logo: null,
  status: 'active',
  acceptance_status: 'ready',
  acceptance_reason: null,
  identification_id: '0b1d2e3f-...',
  identification: { id: '0b1d2e3f-...', name: 'Boutique Centrale SARL' },
  brand_id: '1c2d3e4f-...',
  brand: { id: '1c2d3e4f-...', name: 'Boutique Centrale' },
  bank_account_id: '2d3e4f5a-...',
  bank_account: { id: '2d3e4f5a-...', account_number: '00799999000123456789', bank_code: '007' },
  created_at: '2026-06-09T10:20:00.000000Z',
  updated_at: '2026-06-09T11:00:00.000000Z',
};

export const IDENTIFICATION = {
  id: '0b1d2e3f-...',
  name: 'Boutique Centrale SARL',
  establishment_type: { id: '2f1c...', name: 'SARL', slug: 'sarl' },
  authorization_type: { id: '7a9d...', name: 'Registre de commerce', slug: 'rc' },
  activity: { id: 'c4e2...', name: 'Retail' },
  has_file: true,
  file_path: 'identifications/0b1d.../registre.pdf',
  status: 'pending',
  reason: null,
  created_at: '2026-06-09T10:00:00.000000Z',
  updated_at: '2026-06-09T10:00:00.000000Z',
};

export const BRAND = {
  id: '1c2d3e4f-...',
  name: 'Boutique Centrale',
  logo: 'https://api.mytpe.appp/storage/brands/1c2d.../logo.png',
  file: 'brands/1c2d.../doc.png',
  status: 'accepted',
  reason: null,
  identification_id: '0b1d2e3f-...',
  created_at: '2026-06-09T10:05:00.000000Z',
  updated_at: '2026-06-09T11:00:00.000000Z',
};

export const BANK_ACCOUNT = {
  id: '2d3e4f5a-...',
  account_number: '00799999000123456789',
  bank_code: '007',
  status: 'accepted',
  reason: null,
  identification_id: '0b1d2e3f-...',
  created_at: '2026-06-09T10:10:00.000000Z',
  updated_at: '2026-06-09T11:00:00.000000Z',
};

/** The response to an activation request. */
export const ACTIVATION = {
  transaction_id: '8e7d6c5b-...',
  status: 'processing',
  payment_method: 'online',
  amount: '3000.00',
  currency: 'DZD',
  form_url: 'https://gateway.satim.dz/payment/redirect/abc123',
};

/** The response to a create. */
export const LINK = {
  id: '5a6b7c8d-...',
  slug: 'ord-10428-x9f2',
  title: 'Order #10428',
  amount_mode: 'fixed',
  amount: '4500.00',
  currency: 'DZD',
  usage_mode: 'one_shot',
  status: 'draft',
  paid_count: 0,
  total_collected: '0.00',
  metadata: { order_id: '10428' },
};

export const FORM = {
  id: '4f5a6b7c-...',
  trader_id: '9c1f0e2a-...',
  name: 'Checkout details',
  description: null,
  industry: 'ecommerce',
  status: 'draft',
  is_template: false,
  template_id: null,
  meta: {},
  sections: [],
  fields: [],
};

export const SECTION = { id: 's1', form_id: FORM.id, title: 'Delivery', description: null, position: 1 };

/** The request body. MyTPE does not document the response. */
export const NEW_FIELD = {
  input_name: 'wilaya',
  label: 'Wilaya',
  data_type: 'select',
  is_required: true,
  options: [
    { value: '16', label: 'Alger' },
    { value: '31', label: 'Oran' },
  ],
};

/** A subscription in a list, without its secret. */
export const WEBHOOK = {
  id: '6b7c8d9e-...',
  url: 'https://example.com/webhooks/mytpe',
  description: 'Production',
  events: ['transaction.paid', 'payment_link.exhausted'],
  is_active: true,
  created_at: '2026-06-09T12:00:00.000Z',
  updated_at: '2026-06-09T12:00:00.000Z',
};

export function list(data: readonly unknown[], page = 1, lastPage = 1) {
  return {
    data,
    links: { first: '...?page=1', last: `...?page=${lastPage}`, prev: null, next: null },
    meta: { current_page: page, from: 1, to: data.length, per_page: 50, last_page: lastPage, total: data.length },
  };
}

export const UNAUTHORIZED = { error: 'UNAUTHORIZED', message: 'Invalid API credentials.' };
