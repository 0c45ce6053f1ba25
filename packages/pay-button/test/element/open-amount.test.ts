import { expect } from '@open-wc/testing';

import { OPEN, linkView } from './samples.ts';
import {
  type Backend,
  absent,
  backendWith,
  clearStage,
  part,
  placed,
  reaches,
  read,
  recorded,
  tabs,
  type,
  until,
} from './stage.ts';

afterEach(clearStage);

const open = (change: Partial<typeof OPEN> = {}): Promise<Backend> => backendWith({ amount: { ...OPEN, ...change } });

describe('an open amount', () => {
  it('offers suggestions as a radio group, and shows the bounds before any problem', async () => {
    const button = await placed(await open());
    const group = await part(button, 'suggestions');
    expect(group.getAttribute('role')).to.equal('radiogroup');
    expect([...group.querySelectorAll('label')].map(read)).to.deep.equal(['500 DA', '1 000 DA', '2 000 DA']);
    const bounds = button.shadowRoot!.querySelector('#bounds');
    expect(read(bounds)).to.equal('Entre 200 DA et 50 000 DA, par tranches de 50 DA');
    expect(read(await part(button, 'pay'))).to.equal('Payer');
    expect(button.amountValue).to.equal(null);
  });

  it('applies a suggestion to field, button, attribute and event', async () => {
    const button = await placed(await open());
    const changes = recorded(button, 'mytpe-amount-change');
    const [first, second] = (await part(button, 'suggestions')).querySelectorAll('input');
    second!.click();
    await until('the amount', () => button.getAttribute('amount') === '1000.00');
    expect(read(await part(button, 'pay'))).to.equal('Payer 1 000 DA');
    expect(
      read({ textContent: button.shadowRoot!.querySelector<HTMLInputElement>('#amount')!.value } as Node),
    ).to.equal('1 000');
    expect([first!.checked, second!.checked]).to.deep.equal([false, true]);
    expect(changes).to.deep.equal([{ amount: '1000.00' }]);
  });

  it('starts with the offer’s default, or with the page’s amount', async () => {
    const button = await placed(await open({ default: '1000.00' }));
    expect(button.amountValue).to.equal('1000.00');
    expect(read(await part(button, 'pay'))).to.equal('Payer 1 000 DA');
    const other = await placed(await open({ default: '1000.00' }), { amount: '2500' });
    await until('the page’s amount', () => other.amountValue === '2500.00');
    expect(read(await part(other, 'pay'))).to.equal('Payer 2 500 DA');
  });

  const typed: Record<string, string> = {
    '1 500': '1500.00',
    '1.500': '1500.00',
    '1.500,00': '1500.00',
    '١٥٠٠': '1500.00',
    '۱۵۰۰': '1500.00',
    '\u200f1500\u200e': '1500.00',
  };
  for (const [text, amount] of Object.entries(typed))
    it(`parses ${JSON.stringify(text)}`, async () => {
      const opened = tabs();
      const backend = await open();
      const button = await placed(backend);
      await type(button, text);
      await until('the amount', () => button.amountValue === amount);
      (await part(button, 'pay')).click();
      await reaches(button, 'opened');
      expect(opened).to.have.length(1);
      const [request] = await backend.seen('POST /v1/links');
      expect(request!.body).to.deep.equal({ offer: 'course', version: 'v1', amount });
    });

  const refused: [text: string, reason: string, nearest: string | null][] = [
    ['', 'Indiquez le montant.', null],
    ['beaucoup', 'Écrivez un montant', null],
    ['-500', 'Écrivez un montant', null],
    ['150', 'Le minimum est de 200 DA.', '200.00'],
    ['60000', 'Le maximum est de 50 000 DA.', '50000.00'],
    ['1030', 'multiple de 50 DA', '1050.00'],
  ];
  for (const [text, reason, nearest] of refused)
    it(`refuses ${JSON.stringify(text)} next to the field, without a request`, async () => {
      const opened = tabs();
      const backend = await open();
      const button = await placed(backend);
      const input = await type(button, text);
      (await part(button, 'pay')).click();
      const problem = button.shadowRoot!.querySelector('#problem')!;
      await until('the reason', () => read(problem).includes(reason));
      await until('focus in the field', () => button.shadowRoot!.activeElement === input);
      expect(input.getAttribute('aria-invalid')).to.equal('true');
      expect(opened).to.have.length(0);
      expect(await backend.seen('POST /v1/links')).to.have.length(0);
      if (nearest === null) return expect(absent(button, 'nearest')).to.equal(true);
      (await part(button, 'nearest')).click();
      await until('the nearest amount', () => button.amountValue === nearest);
      await button.updateComplete;
      expect(absent(button, 'nearest')).to.equal(true);
      expect(input.hasAttribute('aria-invalid')).to.equal(false);
      await button.pay();
      const [request] = await backend.seen('POST /v1/links');
      expect((request!.body as { amount: string }).amount).to.equal(nearest);
    });

  it('shows no problem while the payer is still typing', async () => {
    const button = await placed(await open());
    await type(button, '1');
    await until('the amount read', () => button.amountValue === null);
    expect(read(button.shadowRoot!.querySelector('#problem'))).to.equal('');
  });

  it('changes by a step with the arrow keys, within the bounds', async () => {
    const button = await placed(await open());
    const input = await type(button, '200');
    await until('200.00', () => button.amountValue === '200.00');
    const press = async (key: string, amount: string): Promise<void> => {
      input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await until(`${amount} after ${key}`, () => button.amountValue === amount);
    };
    await press('ArrowUp', '250.00');
    await press('ArrowDown', '200.00');
    await press('ArrowDown', '200.00');
  });

  it('pays with Enter', async () => {
    tabs();
    const button = await placed(await open());
    const input = await type(button, '1500');
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    await reaches(button, 'opened');
  });

  it('sends no amount if it is typed on MyTPE’s page, and shows that', async () => {
    tabs();
    const backend = await open({ entry: 'hosted' });
    const button = await placed(backend);
    expect(button.shadowRoot!.querySelector('#amount')).to.equal(null);
    expect(read(await part(button, 'base'))).to.contain('Vous indiquerez le montant sur la page suivante.');
    await button.pay();
    const [request] = await backend.seen('POST /v1/links');
    expect(request!.body).to.deep.equal({ offer: 'course', version: 'v1' });
  });
});

describe('the key of an attempt', () => {
  it('stays the same after a reload, and changes with the amount', async () => {
    tabs();
    const broken = { 'POST /v1/links': [{ broken: true }] };
    const backend = await backendWith({ amount: OPEN }, broken);
    const press = async (amount: string): Promise<string | null> => {
      const button = await placed(backend, { amount });
      await until(`amount ${amount}`, () => button.amountValue === amount);
      await button.pay();
      button.remove();
      return (await backend.seen('POST /v1/links')).at(-1)!.key;
    };
    const first = await press('500.00');
    expect(first).to.match(/^[0-9a-f]{32}$/);
    expect(await press('500.00')).to.equal(first);
    expect(await press('1000.00')).not.to.equal(first);
  });

  it('changes after a payment', async () => {
    tabs();
    const paid = linkView({ paid: true, payable: false, status: 'exhausted', receipt: 'a.b.c' });
    const backend = await backendWith({}, { 'POST /v1/links': [{ body: paid }, { status: 201, body: linkView() }] });
    const button = await placed(backend);
    await button.pay();
    await reaches(button, 'paid');
    (await part(button, 'again')).click();
    await reaches(button, 'ready');
    await button.pay();
    const [first, second] = await backend.seen('POST /v1/links');
    expect(second!.key).not.to.equal(first!.key);
  });
});
