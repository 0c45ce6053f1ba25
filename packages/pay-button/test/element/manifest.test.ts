import { expect } from '@open-wc/testing';

import type { ElementDocs, Manifest } from '../../manifest/manifest.ts';
import { MytpePayButton } from '../../src/element.ts';
import { OPEN, linkView, offerView } from './samples.ts';
import { afterwards, backendWith, clearStage, part, placed, problem, reaches, tabs, type, until } from './stage.ts';

afterEach(clearStage);

/** The element's entry in the built manifest. */
async function written(): Promise<ElementDocs> {
  const manifest = (await (await fetch('/packages/pay-button/dist/custom-elements.json')).json()) as Manifest;
  return manifest.modules.flatMap(({ declarations }) => declarations)[0]!;
}

/** Everything that was rendered in this page. */
interface Seen {
  readonly parts: Set<string>;
  readonly slots: Set<string>;
  readonly states: Set<string>;
  readonly events: Set<string>;
}

/** Records the rendered parts after each update of each element. */
function watched(): Seen {
  const seen: Seen = { parts: new Set(), slots: new Set(), states: new Set(), events: new Set() };
  const prototype = MytpePayButton.prototype as unknown as { updated(changed: unknown): void };
  const { updated } = prototype;
  prototype.updated = function (this: MytpePayButton, changed) {
    updated.call(this, changed);
    for (const piece of this.shadowRoot!.querySelectorAll('[part]')) seen.parts.add(piece.getAttribute('part')!);
    for (const slot of this.shadowRoot!.querySelectorAll('slot')) seen.slots.add(slot.name);
    if (this.matches(`:state(${this.state})`)) seen.states.add(this.state);
  };
  const { dispatchEvent } = MytpePayButton.prototype;
  MytpePayButton.prototype.dispatchEvent = function (event) {
    if (event.type.startsWith('mytpe-')) seen.events.add(event.type);
    return dispatchEvent.call(this, event);
  };
  afterwards(() => {
    prototype.updated = updated;
    MytpePayButton.prototype.dispatchEvent = dispatchEvent;
  });
  return seen;
}

const names = (items: Iterable<{ name: string }>): string[] => [...items].map(({ name }) => name).toSorted();

/** Renders every state. Extend it when you add a part to the element. */
async function everyScenario(): Promise<void> {
  tabs();
  const { writeText } = navigator.clipboard;
  navigator.clipboard.writeText = () => Promise.resolve();
  afterwards(() => (navigator.clipboard.writeText = writeText));
  const open = await placed(await backendWith({ amount: OPEN, description: 'Pour les enfants.' }));
  await type(open, '120');
  (await part(open, 'pay')).click();
  (await part(open, 'nearest')).click();

  const backend = await backendWith();
  const fixed = await placed(backend, { termsUrl: '/terms' });
  (await part(fixed, 'pay')).click();
  await reaches(fixed, 'opened');
  // A device without a share dialog, and a device with one.
  await fixed.toggleShare();
  await part(fixed, 'whatsapp');
  Object.defineProperty(navigator, 'share', { value: () => Promise.resolve(), configurable: true });
  afterwards(() => delete (navigator as { share?: unknown }).share);
  fixed.requestUpdate();
  (await part(fixed, 'native')).click();
  navigator.clipboard.writeText = () => Promise.reject(new Error('no permission'));
  (await part(fixed, 'copy')).click();
  await part(fixed, 'address');
  await backend.sendLink(
    linkView({ paid: true, payable: false, status: 'exhausted', receipt: 'a.b.c', reference: 'A-7' }),
  );
  await reaches(fixed, 'paid');

  tabs({ blocked: true });
  sessionStorage.clear();
  const blocked = await placed(await backendWith());
  (await part(blocked, 'pay')).click();
  await reaches(blocked, 'blocked');

  sessionStorage.clear();
  const failing = await placed(
    await backendWith({}, { 'POST /v1/links': [problem(503, 'upstream_unavailable', true)] }),
  );
  (await part(failing, 'pay')).click();
  await until('the failure', () => failing.error);
  await reaches(await placed(await backendWith({ availability: 'paused' })), 'closed');
  const ends = new Date(Date.now() + 90_000).toISOString();
  const usage = { ...offerView().usage, target: '90.00', collected: '9.00', ends_at: ends };
  await part(await placed(await backendWith({ usage })), 'countdown');
  const down = { 'GET /v1/offers/course': [problem(503, 'upstream_unavailable', true), { body: offerView() }] };
  await reaches(await placed(await backendWith({}, down)), 'error');
}

describe('data for editors', () => {
  it('lists exactly the parts of the element', async () => {
    const docs = await written();
    const seen = watched();
    await everyScenario();
    expect([...seen.parts].toSorted()).to.deep.equal(names(docs.cssParts), 'parts');
    expect([...seen.slots].toSorted()).to.deep.equal(names(docs.slots), 'slots');
    expect([...seen.states].toSorted()).to.deep.equal(names(docs.cssStates), 'states');
    expect([...seen.events].toSorted()).to.deep.equal(names(docs.events), 'events');
  });

  it('lists the observed attributes', async () => {
    const { attributes } = await written();
    // Written by the React component, not by pages.
    const own = MytpePayButton.observedAttributes.filter((name) => name !== 'defer-hydration');
    expect(own.toSorted()).to.deep.equal(names(attributes));
  });

  it('lists the custom properties of the styles', async () => {
    const button = await placed(await backendWith());
    const sheets = button.shadowRoot!.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules]);
    const used = sheets.flatMap(({ cssText }) => cssText.match(/--mytpe-[\w-]+/g) ?? []);
    expect([...new Set(used)].toSorted()).to.deep.equal(names((await written()).cssProperties));
  });

  it('lists existing members with their kinds', async () => {
    const button = (await placed(await backendWith())) as unknown as Record<string, unknown>;
    for (const { name, kind } of (await written()).members) {
      expect(name in button, name).to.equal(true);
      expect(typeof button[name] === 'function', name).to.equal(kind === 'method');
    }
  });
});
