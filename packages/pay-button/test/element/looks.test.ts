import { expect } from '@open-wc/testing';

import type { MytpePayButton } from '../../src/element.ts';
import { OPEN, offerView } from './samples.ts';
import { backendWith, clearStage, part, place, placed, type } from './stage.ts';

afterEach(clearStage);

type Colour = readonly [red: number, green: number, blue: number];

const inside = <T extends Element = HTMLElement>(button: MytpePayButton, selector: string): T =>
  button.shadowRoot!.querySelector<T>(selector)!;

function colourOf(text: string): Colour {
  const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g)!.map(Number);
  expect(alpha, `${text} lets nothing through`).to.equal(1);
  return [red!, green!, blue!];
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((level) => {
    const share = level / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The contrast of an element's border with the card, with the opacity of its ancestors. */
function edge(button: MytpePayButton, selector: string): number {
  const card = colourOf(getComputedStyle(inside(button, '.box')).backgroundColor);
  const piece = inside(button, selector);
  const line = colourOf(getComputedStyle(piece).borderTopColor);
  let opacity = 1;
  for (let at: Element | null = piece; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
  return contrast(
    line.map((level, index) => level * opacity + card[index]! * (1 - opacity)) as unknown as Colour,
    card,
  );
}

for (const theme of ['light', 'dark'] as const)
  it(`borders of fields and buttons have a contrast of three to one (WCAG 1.4.11): ${theme}`, async () => {
    const backend = await backendWith({ amount: OPEN });
    const button = await placed(backend, { theme });
    for (const selector of ['.field', '[part=suggestions] label'])
      expect(edge(button, selector), selector).to.be.at.least(3);
    await type(button, '100');
    await button.pay();
    const nearest = await part(button, 'nearest');
    for (const selector of ['.field', '[part=nearest]']) expect(edge(button, selector), selector).to.be.at.least(3);
    nearest.click();
    await button.updateComplete;
  });

it('an amount with spaces keeps its order in Arabic, and is aligned right', async () => {
  const backend = await backendWith({ amount: OPEN });
  const button = await placed(backend, { lang: 'ar' });
  const field = await type(button, '1 500');
  expect(getComputedStyle(field).direction).to.equal('ltr');
  expect(getComputedStyle(field).textAlign).to.equal('right');
});

it('is a group named by the offer, without a heading', async () => {
  const button = await placed(await backendWith());
  expect(inside(button, '[part=base]').getAttribute('role')).to.equal('group');
  expect(inside(button, '[part=base]').getAttribute('aria-label')).to.equal('Cours de poterie');
  expect(inside(button, 'h1,h2,h3,h4,h5,h6,[role=heading]')).to.equal(null);
});

it("uses the page's heading as its title, in the card's font", async () => {
  const button = await placed(await backendWith());
  const heading = document.createElement('h2');
  heading.slot = 'title';
  heading.textContent = 'Poterie';
  button.append(heading);
  const { fontSize, marginTop } = getComputedStyle(heading);
  expect([fontSize, marginTop]).to.deep.equal(['16px', '0px']);
});

it('reserves the height of the button variant: skeleton, price and TEST badge have the same height', async () => {
  await document.fonts.ready;
  expect(new Set([...document.fonts].map(({ status }) => status))).to.deep.equal(new Set(['loaded']));
  for (const environment of ['live', 'sandbox'] as const) {
    const response = { body: offerView({ environment }), hold: 'offer' };
    const backend = await backendWith({}, { 'GET /v1/offers/course': [response] });
    const button = place(backend, { variant: 'button' });
    await button.updateComplete;
    expect(button.offsetHeight, 'loading').to.equal(88);
    await backend.release('offer');
    await button.ready;
    expect([button.state, button.offsetHeight]).to.deep.equal(['ready', 88]);
  }
});
