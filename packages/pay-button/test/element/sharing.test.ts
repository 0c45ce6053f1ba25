import { expect } from '@open-wc/testing';

import type { MytpePayButton } from '../../src/element.ts';
import { OPEN, linkView, qrCodeView } from './samples.ts';
import {
  absent,
  afterwards,
  backendWith,
  clearStage,
  part,
  placed,
  problem,
  reaches,
  read,
  recorded,
  tabs,
  type,
  until,
} from './stage.ts';

afterEach(clearStage);

const SHARED = linkView({ scope: 'shared' });
const shared = () => backendWith({ scope: 'shared', link: SHARED });

/** Stubs the device's share dialog, which only some browsers have. */
function deviceShares(share: (data: ShareData) => Promise<void>): void {
  Object.defineProperty(navigator, 'share', { value: share, configurable: true });
  afterwards(() => delete (navigator as { share?: unknown }).share);
}

async function press(button: MytpePayButton, name: string): Promise<void> {
  (await part(button, name)).click();
}

describe('a shared offer’s link', () => {
  it('is shared without a request, and a second click closes the panel', async () => {
    const backend = await shared();
    const button = await placed(backend);
    const toggle = await part(button, 'share');
    expect(toggle.getAttribute('aria-expanded')).to.equal('false');
    await press(button, 'share');
    const panel = await part(button, 'share-panel');
    expect(panel.getAttribute('role')).to.equal('group');
    expect(panel.getAttribute('aria-label')).to.equal('Partager le lien de paiement');
    expect(toggle.getAttribute('aria-expanded')).to.equal('true');
    expect(button.state).to.equal('ready');
    await press(button, 'share');
    await until('the panel is gone', () => absent(button, 'share-panel'));
    expect(await backend.seen('POST /v1/links')).to.have.length(0);
  });

  it('is sent unchanged by WhatsApp and e-mail on a device without a share dialog', async () => {
    const url = 'https://pay.mytpe.example/é?a=1&b=2#c';
    const link = linkView({ scope: 'shared', url });
    const button = await placed(await backendWith({ scope: 'shared', link }));
    await press(button, 'share');
    const whatsapp = await part<HTMLAnchorElement>(button, 'whatsapp');
    expect(new URL(whatsapp.href).searchParams.get('text')).to.equal(`Cours de poterie\n${url}`);
    expect(whatsapp.rel).to.equal('noopener');
    const email = await part<HTMLAnchorElement>(button, 'email');
    expect(new URL(email.href).searchParams.get('body')).to.equal(`Cours de poterie\n${url}`);
    // A new tab for a mail program would stay empty.
    expect(email.target).to.equal('');
    expect(absent(button, 'native')).to.equal(true);
  });

  it('is sent by the share dialog; closing the dialog shares nothing', async () => {
    const sent: ShareData[] = [];
    deviceShares((data) =>
      sent.push(data) === 1 ? Promise.reject(new DOMException('closed', 'AbortError')) : Promise.resolve(),
    );
    const button = await placed(await shared());
    const events = recorded(button, 'mytpe-share');
    await press(button, 'share');
    await press(button, 'native');
    await press(button, 'native');
    await until('the event', () => events.length > 0);
    expect(events).to.deep.equal([{ link: SHARED, way: 'native' }]);
    expect(sent[0]).to.deep.equal({ title: 'Cours de poterie', url: SHARED.url });
    expect([absent(button, 'whatsapp'), absent(button, 'email')]).to.deep.equal([true, true]);
  });

  it('is offered only in the ways that the page names', async () => {
    const button = await placed(await shared(), { share: 'copy email' });
    await press(button, 'share');
    await part(button, 'email');
    expect(['qr', 'native', 'whatsapp'].map((way) => absent(button, way))).to.deep.equal([true, true, true]);
    button.setAttribute('share', 'none');
    await button.updateComplete;
    expect([absent(button, 'share'), absent(button, 'share-panel')]).to.deep.equal([true, true]);
    button.removeAttribute('share');
    await button.updateComplete;
    expect(button.share).to.equal('copy qr native');
  });

  it('can be selected if it cannot be copied', async () => {
    const { writeText } = navigator.clipboard;
    navigator.clipboard.writeText = () => Promise.reject(new Error('no permission'));
    afterwards(() => (navigator.clipboard.writeText = writeText));
    const button = await placed(await shared());
    await press(button, 'share');
    await press(button, 'copy');
    const field = await until('the field', () => button.shadowRoot!.querySelector<HTMLInputElement>('.hint input'));
    field.focus();
    expect(field.value.slice(field.selectionStart!, field.selectionEnd!)).to.equal(SHARED.url);
  });

  it('cannot be shared while disabled, or in the button variant', async () => {
    const off = await placed(await shared(), { disabled: true });
    expect((await part<HTMLButtonElement>(off, 'share')).disabled).to.equal(true);
    await off.toggleShare();
    expect(absent(off, 'share-panel')).to.equal(true);
    expect(absent(await placed(await shared(), { variant: 'button' }), 'share')).to.equal(true);
  });
});

describe('a payer’s own link', () => {
  it('is created by a click on Share without leaving the page, and its payment is detected', async () => {
    const opened = tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    const sent = recorded(button, 'mytpe-open');
    (await part(button, 'share')).focus();
    await press(button, 'share');
    await reaches(button, 'opened');
    expect(read(await part(button, 'opened'))).to.equal(
      'Le lien de paiement est prêt. Cette page se mettra à jour automatiquement.',
    );
    await part(button, 'qr');
    expect([opened.length, sent.length]).to.deep.equal([0, 0]);
    expect(button.shadowRoot!.activeElement).to.equal(await part(button, 'share'));
    await until('somebody listening', async () => (await backend.listening()) === 1);
    await backend.sendLink(linkView({ paid: true, payable: false, status: 'exhausted' }));
    await reaches(button, 'paid');
    expect(absent(button, 'share-panel')).to.equal(true);
  });

  it('is the same link that Pay creates', async () => {
    tabs();
    const backend = await backendWith();
    const button = await placed(backend);
    await button.toggleShare();
    await reaches(button, 'opened');
    button.reset();
    await reaches(button, 'ready');
    expect(button.link).to.equal(null);
    expect(absent(button, 'share-panel')).to.equal(true);
    expect((await backend.seen('POST /v1/links')).map(({ body }) => body)).to.deep.equal([
      { offer: 'course', version: 'v1' },
    ]);
  });

  it('is described in the page’s language, also after a change', async () => {
    tabs();
    const button = await placed(await backendWith());
    await button.toggleShare();
    await reaches(button, 'opened');
    button.lang = 'ar';
    await until('Arabic', async () => read(await part(button, 'opened')).startsWith('رابط الدفع جاهز.'));
    expect((await part(button, 'share-panel')).getAttribute('aria-label')).to.equal('مشاركة رابط الدفع');
    expect(read(await part(button, 'share'))).to.equal('مشاركة');
  });

  it('requires a payable amount', async () => {
    const backend = await backendWith({ amount: OPEN });
    const button = await placed(backend);
    await type(button, '120');
    await press(button, 'share');
    await part(button, 'nearest');
    expect(absent(button, 'share-panel')).to.equal(true);
    expect(await backend.seen('POST /v1/links')).to.have.length(0);
  });

  it('can be prevented by the page, as a payment can', async () => {
    const backend = await backendWith();
    const button = await placed(backend);
    button.addEventListener('mytpe-pay', (event) => event.preventDefault());
    await button.toggleShare();
    expect(button.state).to.equal('ready');
    expect(await backend.seen('POST /v1/links')).to.have.length(0);
  });
});

describe('the QR code', () => {
  it('is drawn by the backend, requested once, and saved in a new tab', async () => {
    const backend = await shared();
    const button = await placed(backend);
    const events = recorded(button, 'mytpe-share');
    await press(button, 'share');
    const { view_box, path } = qrCodeView();
    const drawn = await until('the code', () => button.shadowRoot!.querySelector('[part=qr] path[d^=M]'));
    expect([drawn.getAttribute('d'), drawn.parentElement!.getAttribute('viewBox')]).to.deep.equal([path, view_box]);
    for (const kind of ['svg', 'png']) {
      const save = await part<HTMLAnchorElement>(button, kind);
      expect([save.href, save.target]).to.deep.equal([
        `${backend.endpoint}/v1/links/${SHARED.id}/qr.${kind}`,
        '_blank',
      ]);
      expect(save.getAttribute('aria-label')).to.equal(`Télécharger en ${kind.toUpperCase()}`);
      save.addEventListener('click', (event) => event.preventDefault());
      save.click();
    }
    expect(events.map(({ way }) => way)).to.deep.equal(['qr', 'qr']);
    await press(button, 'share');
    await press(button, 'share');
    await part(button, 'qr');
    expect(await backend.seen(`GET /v1/links/${SHARED.id}/qr`)).to.have.length(1);
  });

  it('shows a loading failure with a retry button, and keeps the other ways', async () => {
    const code = `GET /v1/links/${SHARED.id}/qr`;
    const script = { [code]: [problem(429, 'rate_limited', true), { body: qrCodeView() }] };
    const button = await placed(await backendWith({ scope: 'shared', link: SHARED }, script));
    await press(button, 'share');
    expect(read(await part(button, 'error'))).to.equal('La raison : rate_limited.');
    await part(button, 'copy');
    await press(button, 'retry');
    await until('the code', () => button.shadowRoot!.querySelector('[part=qr] path[d^=M]'));
    expect(absent(button, 'error')).to.equal(true);
  });

  it('is printed on a separate sheet with the offer’s title and price', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const sheet = frame.contentWindow!;
    let printed = 0;
    sheet.print = () => void (printed += 1);
    const { open } = window;
    window.open = () => sheet;
    afterwards(() => {
      window.open = open;
      frame.remove();
    });
    const button = await placed(await shared());
    await press(button, 'share');
    await until('the code', () => button.shadowRoot!.querySelector('[part=qr] path[d^=M]'));
    await press(button, 'print');
    const sheetText = read(sheet.document.body);
    for (const piece of ['Cours de poterie', '4 500 DA', SHARED.url]) expect(sheetText).to.contain(piece);
    expect(sheet.document.querySelectorAll('svg path[d^=M]')).to.have.length(1);
    expect(sheet.document.documentElement.lang).to.equal('fr');
    expect(printed).to.equal(1);
  });
});
