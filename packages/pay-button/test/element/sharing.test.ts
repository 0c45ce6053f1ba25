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

/** The device's own way of sharing, which only some browsers have. */
function deviceShares(answer: (data: ShareData) => Promise<void>): void {
  Object.defineProperty(navigator, 'share', { value: answer, configurable: true });
  afterwards(() => delete (navigator as { share?: unknown }).share);
}

async function press(button: MytpePayButton, name: string): Promise<void> {
  (await part(button, name)).click();
}

describe('a shared offer’s link', () => {
  it('is shared without asking anybody, and the ways are hidden again by a second press', async () => {
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

  it('goes by WhatsApp and e-mail where the device has no way of its own, byte for byte', async () => {
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

  it('goes by the device’s own way; who closes it has shared nothing', async () => {
    const sent: ShareData[] = [];
    deviceShares((data) =>
      sent.push(data) === 1 ? Promise.reject(new DOMException('closed', 'AbortError')) : Promise.resolve(),
    );
    const button = await placed(await shared());
    const told = recorded(button, 'mytpe-share');
    await press(button, 'share');
    await press(button, 'native');
    await press(button, 'native');
    await until('it is told', () => told.length > 0);
    expect(told).to.deep.equal([{ link: SHARED, way: 'native' }]);
    expect(sent[0]).to.deep.equal({ title: 'Cours de poterie', url: SHARED.url });
    expect([absent(button, 'whatsapp'), absent(button, 'email')]).to.deep.equal([true, true]);
  });

  it('is offered in the ways the page names, and in no other', async () => {
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

  it('that cannot be copied can be selected', async () => {
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

  it('is not shared while disabled, nor from the button alone', async () => {
    const off = await placed(await shared(), { disabled: true });
    expect((await part<HTMLButtonElement>(off, 'share')).disabled).to.equal(true);
    await off.toggleShare();
    expect(absent(off, 'share-panel')).to.equal(true);
    expect(absent(await placed(await shared(), { variant: 'button' }), 'share')).to.equal(true);
  });
});

describe('a payer’s own link', () => {
  it('is made by the press on share, without leaving, and its payment is seen', async () => {
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
    await backend.tell(linkView({ paid: true, payable: false, status: 'exhausted' }));
    await reaches(button, 'paid');
    expect(absent(button, 'share-panel')).to.equal(true);
  });

  it('is the same that Pay would have made', async () => {
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

  it('is spoken of in the page’s language, also after a change of it', async () => {
    tabs();
    const button = await placed(await backendWith());
    await button.toggleShare();
    await reaches(button, 'opened');
    button.lang = 'ar';
    await until('Arabic', async () => read(await part(button, 'opened')).startsWith('رابط الدفع جاهز.'));
    expect((await part(button, 'share-panel')).getAttribute('aria-label')).to.equal('مشاركة رابط الدفع');
    expect(read(await part(button, 'share'))).to.equal('مشاركة');
  });

  it('needs an amount that can be paid', async () => {
    const backend = await backendWith({ amount: OPEN });
    const button = await placed(backend);
    await type(button, '120');
    await press(button, 'share');
    await part(button, 'nearest');
    expect(absent(button, 'share-panel')).to.equal(true);
    expect(await backend.seen('POST /v1/links')).to.have.length(0);
  });

  it('may be stopped by the page, as a payment may', async () => {
    const backend = await backendWith();
    const button = await placed(backend);
    button.addEventListener('mytpe-pay', (event) => event.preventDefault());
    await button.toggleShare();
    expect(button.state).to.equal('ready');
    expect(await backend.seen('POST /v1/links')).to.have.length(0);
  });
});

describe('the QR code', () => {
  it('is the backend’s own drawing, asked for once, and saved from there in a tab of its own', async () => {
    const backend = await shared();
    const button = await placed(backend);
    const told = recorded(button, 'mytpe-share');
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
    expect(told.map(({ way }) => way)).to.deep.equal(['qr', 'qr']);
    await press(button, 'share');
    await press(button, 'share');
    await part(button, 'qr');
    expect(await backend.seen(`GET /v1/links/${SHARED.id}/qr`)).to.have.length(1);
  });

  it('that cannot be had is said, with a way to try again; the other ways are there', async () => {
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

  it('is printed on a sheet of its own, with what it is for and what it costs', async () => {
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
    const said = read(sheet.document.body);
    for (const piece of ['Cours de poterie', '4 500 DA', SHARED.url]) expect(said).to.contain(piece);
    expect(sheet.document.querySelectorAll('svg path[d^=M]')).to.have.length(1);
    expect(sheet.document.documentElement.lang).to.equal('fr');
    expect(printed).to.equal(1);
  });
});
