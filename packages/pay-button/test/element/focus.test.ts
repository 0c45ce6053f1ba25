import { expect } from '@open-wc/testing';

import type { MytpePayButton } from '../../src/element.ts';
import { OPEN, linkView } from './samples.ts';
import { backendWith, clearStage, part, placed, reaches, read, tabs, type, until } from './stage.ts';

afterEach(clearStage);

const focused = (button: MytpePayButton): string | null | undefined =>
  button.shadowRoot!.activeElement?.getAttribute('part') ?? button.shadowRoot!.activeElement?.id;
const announced = (button: MytpePayButton): string => read(button.shadowRoot!.querySelector('[role=status]'));

describe('keyboard and screen reader', () => {
  it('returns the focus to the field after entering the nearest amount', async () => {
    const button = await placed(await backendWith({ amount: OPEN }));
    await type(button, '120');
    (await part(button, 'pay')).click();
    const nearest = await part(button, 'nearest');
    nearest.focus();
    nearest.click();
    await until('focus in the field', () => focused(button) === 'amount');
  });

  it('moves the focus to the link after the click, and announces the next step', async () => {
    tabs();
    const button = await placed(await backendWith());
    (await part(button, 'pay')).focus();
    (await part(button, 'pay')).click();
    await reaches(button, 'opened');
    await until('focus on the link', () => focused(button) === 'pay');
    expect(announced(button)).to.contain('Terminez le paiement dans l’autre onglet');
  });

  it('announces a blocked tab, and focuses the link', async () => {
    tabs({ blocked: true });
    const button = await placed(await backendWith());
    (await part(button, 'pay')).focus();
    await button.pay();
    await reaches(button, 'blocked');
    await until('focus on the link', () => focused(button) === 'pay');
    expect(announced(button)).to.contain('n’a pas ouvert l’onglet');
  });

  it('announces a payment also after the link was copied', async () => {
    tabs();
    const { writeText } = navigator.clipboard;
    navigator.clipboard.writeText = () => Promise.resolve();
    const backend = await backendWith();
    const button = await placed(backend);
    await button.pay();
    (await part(button, 'copy')).click();
    await until('the word', () => announced(button) === 'Lien copié');
    navigator.clipboard.writeText = writeText;
    await until('somebody listening', async () => (await backend.listening()) === 1);
    await backend.sendLink(linkView({ paid: true, payable: false, status: 'exhausted' }));
    await until('the payment', () => announced(button) === 'Paiement reçu');
  });

  it('leaves a focus elsewhere in the page', async () => {
    tabs();
    const other = document.createElement('input');
    document.body.append(other);
    const button = await placed(await backendWith());
    other.focus();
    await button.pay();
    await reaches(button, 'opened');
    await button.updateComplete;
    expect(document.activeElement).to.equal(other);
    other.remove();
  });

  it('returns the focus to Pay when the payer starts over', async () => {
    tabs();
    const paid = linkView({ paid: true, payable: false, status: 'exhausted' });
    const button = await placed(await backendWith({}, { 'POST /v1/links': [{ body: paid }] }));
    await button.pay();
    await reaches(button, 'paid');
    (await part(button, 'again')).focus();
    (await part(button, 'again')).click();
    await reaches(button, 'ready');
    await until('focus on Pay', () => focused(button) === 'pay');
  });
});
