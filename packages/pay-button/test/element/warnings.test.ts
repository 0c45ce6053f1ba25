import { expect } from '@open-wc/testing';

import type { MytpePayButton } from '../../src/element.ts';
import { wrongEndpoint } from '../../src/warnings/attributes.ts';
import { type MessageCode, sentence, warning } from '../../src/warnings/messages.ts';
import { installWarnings } from '../../src/warnings/warnings.ts';
import type { OfferView } from '../../src/api/types.ts';
import { OPEN, offerView } from './samples.ts';
import type { Script } from './scripted-backend.ts';
import { Backend, afterwards, backendWith, clearStage, place, placed, problem, tabs, until } from './stage.ts';

installWarnings();
afterEach(clearStage);

/** Records the warnings and errors in the console, each with its element. */
function recordConsole(): { text: string; weight: 'error' | 'warn'; about: unknown }[] {
  const messages: ReturnType<typeof recordConsole> = [];
  for (const weight of ['error', 'warn'] as const) {
    const before = console[weight];
    console[weight] = (text: unknown, about: unknown) => void messages.push({ text: String(text), weight, about });
    afterwards(() => (console[weight] = before));
  }
  return messages;
}

const PREFIX = '<mytpe-pay-button>: ';
const message = (key: MessageCode, ...values: string[]): string => PREFIX + sentence(warning(key, ...values));

/** An element with exactly these attributes in addition to its backend and its offer. */
async function written(
  attributes: Record<string, string>,
  offer: Partial<OfferView> = {},
  script: Script = {},
): Promise<MytpePayButton> {
  const backend = await backendWith(offer, script);
  const { documentElement } = document;
  const { lang } = documentElement;
  documentElement.lang = 'en';
  afterwards(() => (documentElement.lang = lang));
  const button = document.createElement('mytpe-pay-button');
  button.setAttribute('endpoint', backend.endpoint);
  button.setAttribute('offer', 'course');
  for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
  document.body.append(button);
  afterwards(() => button.remove());
  await button.ready;
  return button;
}

interface Case {
  readonly attributes: Record<string, string>;
  readonly offer?: Partial<OfferView>;
  readonly says: readonly string[];
}

const CASES: Record<string, Case> = {
  'an unknown variant': {
    attributes: { variant: 'buton' },
    says: [message('value_unknown', 'variant', 'buton', 'card, button', 'card')],
  },
  'an unknown theme': {
    attributes: { theme: 'night' },
    says: [message('value_unknown', 'theme', 'night', 'auto, light, dark', 'auto')],
  },
  'an unknown target': {
    attributes: { target: 'popup' },
    says: [message('value_unknown', 'target', 'popup', '_blank, _self', '_blank')],
  },
  'an unsupported language': {
    attributes: { lang: 'de' },
    says: [message('value_unknown', 'lang', 'de', 'ar, fr, en', 'en')],
  },
  'an unknown way of sharing': {
    attributes: { share: 'copy sms' },
    says: [message('share_unknown', 'copy sms', 'sms', 'copy, qr, native, whatsapp, email, none')],
  },
  'a boolean attribute set to false': {
    attributes: { 'terms-required': 'false', 'terms-url': '/terms' },
    says: [message('boolean_false', 'terms-required')],
  },
  'a reference with a space': {
    attributes: { reference: 'order 12' },
    says: [message('reference_invalid', 'order 12')],
  },
  'terms without a link': { attributes: { 'terms-required': '' }, says: [message('terms_missing')] },
  'offerid for offer': { attributes: { offerid: 'course' }, says: [message('attribute_unknown', 'offerid', 'offer')] },
  'offer_id for offer': {
    attributes: { offer_id: 'course' },
    says: [message('attribute_unknown', 'offer_id', 'offer')],
  },
  'data-offer for offer': {
    attributes: { 'data-offer': 'x' },
    says: [message('attribute_unknown', 'data-offer', 'offer')],
  },
  'offertoken for offer-token': {
    attributes: { offertoken: 'x' },
    says: [message('attribute_unknown', 'offertoken', 'offer-token')],
  },
  'endpiont for endpoint': {
    attributes: { endpiont: 'x' },
    says: [message('attribute_unknown', 'endpiont', 'endpoint')],
  },
  'varient for variant': {
    attributes: { varient: 'card' },
    says: [message('attribute_unknown', 'varient', 'variant')],
  },
  'a price': { attributes: { price: '100' }, says: [message('attribute_ignored', 'price')] },
  'a title in French': { attributes: { 'title-fr': 'Cours' }, says: [message('attribute_ignored', 'title-fr')] },
  'an amount for a fixed price': { attributes: { amount: '100' }, says: [message('amount_fixed', '100', '4500')] },
  'an amount that the payer types on MyTPE’s page': {
    attributes: { amount: '500' },
    offer: { amount: { ...OPEN, entry: 'hosted' } },
    says: [message('amount_hosted', '500')],
  },
  'an amount below the minimum': {
    attributes: { amount: '100' },
    offer: { amount: OPEN },
    says: [message('amount_out_of_range', '100', '200 to 50000 DA in steps of 50 DA')],
  },
  'an amount between the steps': {
    attributes: { amount: '510.00' },
    offer: { amount: { ...OPEN, min: null } },
    says: [message('amount_out_of_range', '510.00', 'up to 50000 DA in steps of 50 DA')],
  },
  'an amount in another format': {
    attributes: { amount: '1,500' },
    offer: { amount: OPEN },
    says: [message('amount_invalid', '1,500')],
  },
};

describe('warns about the markup with a fix', () => {
  for (const [name, { attributes, offer, says }] of Object.entries(CASES))
    it(name, async () => {
      const messages = recordConsole();
      const button = await written({ lang: 'en', ...attributes }, offer);
      await until('a message', () => messages.length > 0);
      expect(messages.map(({ text }) => text)).to.deep.equal(says);
      expect(messages[0]).to.include({ weight: 'warn', about: button });
    });

  it('warns about a catalog offer together with a signed offer', async () => {
    const messages = recordConsole();
    const resolved = { 'POST /v1/offers/resolve': [{ body: offerView() }] };
    await written({ 'offer-token': 'a.b.c', lang: 'fr-DZ' }, {}, resolved);
    await until('a message', () => messages.length > 0);
    expect(messages.map(({ text }) => text)).to.deep.equal([message('offer_and_token', 'course')]);
  });

  it('warns once per button', async () => {
    const messages = recordConsole();
    const button = await written({ theme: 'night' });
    await until('a message', () => messages.length > 0);
    await button.refresh();
    await button.refresh();
    const other = await written({ theme: 'night' });
    await until('the other one is named', () => messages.length > 1);
    expect(messages.map(({ about }) => about)).to.deep.equal([button, other]);
  });

  it('does not warn about correct markup', async () => {
    const messages = recordConsole();
    const attributes = {
      title: 'Tooltip',
      class: 'x',
      'data-testid': 'pay',
      'data-offset': '2',
      'aria-describedby': 'x',
      lang: 'ar-DZ',
      amount: '1500',
      share: 'none',
      'terms-url': '/terms',
      'terms-required': '',
      reference: 'order-12',
    };
    await written(attributes, { amount: OPEN });
    const wrong = await written({ theme: 'night' });
    await until('another message', () => messages.length > 0);
    expect(messages.map(({ about }) => about)).to.deep.equal([wrong]);
  });
});

describe('an invalid backend address', () => {
  const page = { href: 'https://shop.example/cart/', protocol: 'https:' };
  const warningsFor = (endpoint: string, at = page): string[] => wrongEndpoint(endpoint, at).map(sentence);
  const cases: [string, ...Parameters<typeof warning>][] = [
    ['pay.shop.example', 'endpoint_scheme', 'pay.shop.example', 'https://pay.shop.example'],
    ['/pay', 'endpoint_scheme', '/pay', 'https://shop.example/pay'],
    ['https://pay.shop.example/v1', 'endpoint_path', 'https://pay.shop.example/v1', 'https://pay.shop.example'],
    ['https://pay.example/a/pay/gift', 'endpoint_path', 'https://pay.example/a/pay/gift', 'https://pay.example/a'],
    [
      'https://pay.example/mytpe-pay-button.js',
      'endpoint_path',
      'https://pay.example/mytpe-pay-button.js',
      'https://pay.example',
    ],
    ['http://pay.shop.example', 'endpoint_insecure', 'http://pay.shop.example'],
  ];
  for (const [endpoint, key, ...values] of cases)
    it(endpoint, () => expect(warningsFor(endpoint)).to.deep.equal([sentence(warning(key, ...values))]));

  it('does not warn about a valid address', () => {
    for (const endpoint of ['https://pay.shop.example', 'https://shop.example/payments', 'http://localhost:8020'])
      expect(warningsFor(endpoint)).to.deep.equal([]);
    expect(warningsFor('http://pay.shop.example', { href: 'http://shop.example/', protocol: 'http:' })).to.deep.equal(
      [],
    );
  });

  it('is reported with its element', async () => {
    const messages = recordConsole();
    const button = place(new Backend(), { endpoint: 'pay.shop.example' });
    await until('a message', () => messages.length > 1);
    expect(messages[0]!.text).to.equal(message('endpoint_scheme', 'pay.shop.example', 'https://pay.shop.example'));
    expect(messages[0]!.about).to.equal(button);
  });
});

describe('explains the backend’s refusals with a fix', () => {
  const refusals: [string, number, (endpoint: string) => string][] = [
    ['offer_not_found', 404, (endpoint) => message('offer_not_found', endpoint, 'course')],
    ['origin_not_allowed', 403, (endpoint) => message('origin_not_allowed', endpoint, location.origin)],
    ['offer_token_expired', 401, () => message('offer_token_expired')],
    ['offer_token_invalid', 401, (endpoint) => message('offer_token_invalid', endpoint)],
    ['misconfigured', 503, (endpoint) => message('misconfigured', endpoint)],
  ];
  for (const [code, status, text] of refusals)
    it(code, async () => {
      const messages = recordConsole();
      const backend = await backendWith({}, { 'GET /v1/offers/course': [problem(status, code)] });
      const button = await placed(backend);
      await until('a message', () => messages.length > 0);
      expect(messages).to.deep.equal([{ text: text(backend.endpoint), weight: 'error', about: button }]);
    });

  it('explains a backend that does not respond', async () => {
    const messages = recordConsole();
    const backend = await backendWith({}, { 'GET /v1/offers/course': [{ broken: true }] });
    await placed(backend);
    await until('a message', () => messages.length > 0);
    expect(messages.map(({ text }) => text)).to.deep.equal([message('network', backend.endpoint, location.origin)]);
  });

  it('also explains failures after the click', async () => {
    tabs();
    const messages = recordConsole();
    const backend = await backendWith({}, { 'POST /v1/links': [problem(403, 'origin_not_allowed')] });
    const button = await placed(backend);
    await button.pay();
    await until('a message', () => messages.length > 0);
    expect(messages.map(({ text }) => text)).to.deep.equal([
      message('origin_not_allowed', backend.endpoint, location.origin),
    ]);
  });
});

it('truncates long values from the page', () => {
  expect(sentence(warning('attribute_ignored', 'x'.repeat(200)))).to.match(/^x{80}… has no effect/);
});
