// A classic script, which defines `axe` on the window.
import 'axe-core/axe.min.js';

import { expect } from '@open-wc/testing';
import type Axe from 'axe-core';

import { matrix } from '../../../../.ci/sample.ts';
import type { MytpePayButton } from '../../src/element.ts';
import { OPEN, linkView } from './samples.ts';
import { backendWith, clearStage, part, placed, problem, reaches, tabs, type } from './stage.ts';

const { axe } = window as unknown as { axe: typeof Axe };

afterEach(clearStage);

const THEMES = ['light', 'dark'] as const;

/** Brings an element into each state that a payer can see. */
const SCENARIOS: Record<string, (theme: 'light' | 'dark', lang: string) => Promise<MytpePayButton>> = {
  fixed: async (theme, lang) => placed(await backendWith(), { theme, lang }),
  open: async (theme, lang) => placed(await backendWith({ amount: { ...OPEN, default: '1000.00' } }), { theme, lang }),
  'refused amount': async (theme, lang) => {
    const button = await placed(await backendWith({ amount: OPEN }), { theme, lang });
    await type(button, '120');
    (await part(button, 'pay')).click();
    await part(button, 'nearest');
    return button;
  },
  'counted, with a goal': async (theme, lang) =>
    placed(
      await backendWith({
        usage: {
          mode: 'capped_amount',
          target: '1000.00',
          collected: '250.00',
          max_uses: 9,
          remaining_uses: 3,
          starts_at: null,
          ends_at: '2030-01-01T00:00:00Z',
        },
        collects_details: true,
      }),
      { theme, lang },
    ),
  opened: async (theme, lang) => {
    tabs();
    const button = await placed(await backendWith(), { theme, lang });
    (await part(button, 'pay')).click();
    await reaches(button, 'opened');
    return button;
  },
  'terms not accepted': async (theme, lang) => {
    const button = await placed(await backendWith(), { theme, lang, termsUrl: '/terms', termsRequired: true });
    (await part(button, 'pay')).click();
    await part(button, 'terms');
    return button;
  },
  'shared, with its code': async (theme, lang) => {
    const link = linkView({ scope: 'shared' });
    const button = await placed(await backendWith({ scope: 'shared', link }), { theme, lang });
    (await part(button, 'share')).click();
    await part(button, 'qr');
    return button;
  },
  paid: async (theme, lang) => {
    tabs();
    const backend = await backendWith(
      {},
      {
        'POST /v1/links': [
          { status: 200, body: linkView({ paid: true, payable: false, status: 'exhausted', reference: 'A-7' }) },
        ],
      },
    );
    const button = await placed(backend, { theme, lang });
    (await part(button, 'pay')).click();
    await reaches(button, 'paid');
    return button;
  },
  closed: async (theme, lang) => placed(await backendWith({ availability: 'exhausted' }), { theme, lang }),
  'failed press': async (theme, lang) => {
    tabs();
    const button = await placed(await backendWith({}, { 'POST /v1/links': [problem(502, 'upstream_rejected')] }), {
      theme,
      lang,
    });
    (await part(button, 'pay')).click();
    await part(button, 'error');
    return button;
  },
  error: async (theme, lang) =>
    placed(await backendWith({}, { 'GET /v1/offers/course': [problem(404, 'offer_not_found')] }), { theme, lang }),
  button: async (theme, lang) => placed(await backendWith(), { theme, lang, variant: 'button' }),
};

describe('axe finds no problem', () => {
  for (const [scenario, theme, lang] of matrix(Object.keys(SCENARIOS), THEMES, ['ar', 'fr', 'en']))
    it(`${scenario}, ${theme}, ${lang}`, async () => {
      document.body.style.background = theme === 'dark' ? '#18211d' : '#fff';
      const button = await SCENARIOS[scenario]!(theme, lang);
      await button.updateComplete;
      const { violations } = await axe.run(button, { rules: { region: { enabled: false } } });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).to.deep.equal([]);
    });
});

describe('languages', () => {
  it('Arabic is right to left, and amounts are isolated', async () => {
    const button = await placed(await backendWith(), { lang: 'ar' });
    expect((await part(button, 'base')).dir).to.equal('rtl');
    expect((await part(button, 'price')).querySelector('bdi')!.textContent.replace(/\s/gu, ' ')).to.equal('4.500 د.ج');
  });

  it('uses the language of the nearest element with a supported one', async () => {
    const section = document.createElement('section');
    section.lang = 'en-GB';
    document.body.append(section);
    const backend = await backendWith();
    const button = document.createElement('mytpe-pay-button');
    Object.assign(button, { endpoint: backend.endpoint, offer: 'course' });
    section.append(button);
    await button.ready;
    expect((await part(button, 'pay')).innerText.replace(/\s/gu, ' ')).to.equal('Pay 4,500 DA');
    section.remove();
  });

  it('uses the page’s language instead of an unsupported one', async () => {
    const { lang } = document.documentElement;
    document.documentElement.lang = 'ar-DZ';
    const button = await placed(await backendWith(), { lang: 'es' });
    document.documentElement.lang = lang;
    expect((await part(button, 'base')).lang).to.equal('ar');
  });
});
