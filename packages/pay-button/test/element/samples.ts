import { generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';

import type { LinkView, OfferAmount, OfferView, QrCodeView } from '../../src/api/types.ts';

/** An open amount from 200 to 50 000 dinars in steps of 50. */
export const OPEN: Extract<OfferAmount, { mode: 'open' }> = {
  mode: 'open',
  entry: 'button',
  currency: 'DZD',
  min: '200.00',
  max: '50000.00',
  step: '50.00',
  suggested: ['500.00', '1000.00', '2000.00'],
  default: null,
};

/** An offer for 4 500 dinars with payer links. */
export function offerView(change: Partial<OfferView> = {}): OfferView {
  return {
    id: 'course',
    version: 'v1',
    title: 'Cours de poterie',
    description: 'Quatre samedis, matériel compris.',
    amount: { mode: 'fixed', currency: 'DZD', value: '4500.00' },
    usage: {
      mode: 'reusable',
      target: null,
      collected: null,
      max_uses: null,
      remaining_uses: null,
      starts_at: null,
      ends_at: null,
    },
    availability: 'available',
    scope: 'payer',
    collects_details: false,
    link: null,
    environment: 'sandbox',
    ...change,
  };
}

export function linkView(change: Partial<LinkView> = {}): LinkView {
  return {
    id: 'lnk_aaaaaaaaaaaaaaaaaaaaaa',
    offer: 'course',
    scope: 'payer',
    url: 'https://pay.mytpe.example/ord-10428-x9f2',
    amount: '4500.00',
    currency: 'DZD',
    status: 'active',
    payable: true,
    paid: false,
    receipt: null,
    reference: null,
    created_at: '2026-11-21T08:00:00.000Z',
    expires_at: null,
    ...change,
  };
}

/** The QR code of that link's address. */
export function qrCodeView(): QrCodeView {
  const code = generate(linkView().url);
  return { view_box: `-4 -4 ${code.size + 8} ${code.size + 8}`, path: toSvgPath(code) };
}
