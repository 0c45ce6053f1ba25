/** Sample responses from the reference of the v2 API. */

export const V2_INSTANCE = {
  id: 'instance-001',
  name: 'Boutique',
  description: null,
  logo: null,
  application_id: 'app-1',
  status: 'active',
  registre_commerce_id: 'rc-1',
  bank_account_id: 'bank-1',
  brand_id: 'brand-1',
  user_id: 'user-1',
  created_at: '2026-01-17T10:00:00.000000Z',
  updated_at: '2026-01-17T10:00:00.000000Z',
};

/** The response to a create. */
export const V2_CREATED = {
  mytpe_pay_id: 'instance-001',
  title: 'Demo Product',
  details: '...',
  slug: 'demo-product',
  type: 'dynamic',
  amount: '2500.00',
  status: 'active',
  logo: null,
  payment_mode: 'reusable',
  max_payments: null,
  successful_payments_count: 0,
  metadata: { internal_reference: 'REF-123' },
  id: 'link-demo-123',
  updated_at: '2026-01-17T10:00:00.000Z',
  created_at: '2026-01-17T10:00:00.000Z',
  payment_link: 'https://frontdev.mytpe.app/pay/demo-product',
  payment_status: 'active',
  remaining_payments: null,
};

/** A link's details. */
export const V2_LINK = {
  id: 'd5bb42f0-...',
  mytpe_pay_id: 'instance-001',
  title: 'Limited Offer Product',
  details: 'A limited edition',
  slug: 'limited-offer',
  type: 'dynamic',
  amount: '5000.00',
  status: 'active',
  payment_mode: 'limited',
  max_payments: 50,
  successful_payments_count: 3,
  remaining_payments: 47,
  payment_status: 'active',
  collected_amount: '15000.00',
  payment_link: 'https://frontdev.mytpe.app/pay/limited-offer',
  udfs: null,
  inactivity_timeout_minutes: null,
  effective_inactivity_timeout_minutes: null,
  inactivity_timeout_source: null,
  last_activity_at: null,
};

export const V2_TRANSACTION = {
  id: 'tx-1',
  transactionable_id: 'd5bb42f0-...',
  transactionable_type: 'App\\Models\\MytpePayLink',
  amount: '5000.00',
  status: 'completed',
  payment_method: 'online',
  environment: 'production',
  name: 'Amina B.',
  email: 'amina@example.dz',
  phone_number: '+213555123456',
  gateway_message: null,
  approval_code: 'ABC123',
  order_number: '2026010112345678',
  order_id: 'sat-1',
  metadata: { original_slug: 'limited-offer', payment_link_id: 'd5bb42f0-...', payment_mode: 'limited' },
  created_at: '2026-01-17T10:00:00.000000Z',
  updated_at: '2026-01-17T10:00:05.000000Z',
};

/** The only 422 response in the reference. It has no `success`. */
export function invalid(errors: Readonly<Record<string, readonly string[]>>) {
  return { message: 'The given data was invalid.', errors };
}

export const SLUG_TAKEN = invalid({ slug: ['The slug has already been taken.'] });

export function yes(data?: unknown, message = 'Done') {
  return { success: true, message, ...(data !== undefined && { data }) };
}

/** Laravel's paginator inside `data`. Omits `last_page` by default, like some of MyTPE's samples. */
export function paginator(data: readonly unknown[], page = 1, lastPage?: number) {
  const total = (lastPage ?? 1) * data.length;
  return yes({
    current_page: page,
    data,
    per_page: 50,
    total,
    ...(lastPage !== undefined && { last_page: lastPage }),
  });
}
