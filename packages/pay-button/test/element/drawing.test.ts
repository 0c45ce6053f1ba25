import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { html as litHtml, nothing as litNothing, render } from 'lit';

import { runs } from '../../../../.ci/sample.ts';
import { Place } from '../../src/dropin/place.ts';
import { html as dropinHtml, nothing as dropinNothing } from '../../src/dropin/template.ts';

type Html = (strings: TemplateStringsArray, ...values: unknown[]) => unknown;
/** A value as either of them would be given it. */
type Value = (html: Html, nothing: symbol) => unknown;

const text = fc.string({ maxLength: 4 });
/** What attributes are given. */
const plain: fc.Arbitrary<Value> = fc.oneof(
  text.map(
    (said): Value =>
      () =>
        said,
  ),
  fc.constantFrom<unknown>(null, undefined, true, false, 0, 7).map(
    (said): Value =>
      () =>
        said,
  ),
  fc.constant<Value>((_html, nothing) => nothing),
);
/** What stands between tags: plain values, templates, lists of all of it. */
const { shown } = fc.letrec<{ shown: Value }>((tie) => {
  const within = tie('shown');
  const two = fc.tuple(plain, within);
  return {
    shown: fc.oneof(
      { maxDepth: 4 },
      plain,
      two.map(
        ([name, inside]): Value =>
          (html, nothing) =>
            html`<p title=${name(html, nothing)} ?hidden=${name(html, nothing)}>a${inside(html, nothing)}<b>b</b></p>`,
      ),
      two.map(
        ([value, inside]): Value =>
          (html, nothing) =>
            html`${inside(html, nothing)}<input
                class="x"
                .title=${String(value(html, nothing) === nothing)}
              />${value(html, nothing)}`,
      ),
      fc.constant<Value>((html) => html`<svg viewBox=${'0 0 1 1'}><path d=${'M0 0h1v1z'} /></svg>`),
      fc.array(within, { maxLength: 4 }).map(
        (items): Value =>
          (html, nothing) =>
            items.map((item) => item(html, nothing)),
      ),
    ),
  };
});

/** What is there to see, without the comments that each of them has its own way with. */
function seen(root: HTMLElement): string {
  const copy = root.cloneNode(true) as HTMLElement;
  const comments = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const all: Node[] = [];
  while (comments.nextNode()) all.push(comments.currentNode);
  for (const comment of all) comment.parentNode!.removeChild(comment);
  copy.normalize();
  return copy.innerHTML;
}

describe('the drop-in’s drawing', () => {
  it('shows what Lit shows, one picture after another', () => {
    fc.assert(
      fc.property(fc.array(shown, { minLength: 1, maxLength: 6 }), (pictures) => {
        const [one, other] = [document.createElement('div'), document.createElement('div')];
        const place = Place.within(other, null);
        for (const picture of pictures) {
          render(picture(litHtml, litNothing), one);
          place.put(picture(dropinHtml, dropinNothing));
          expect(seen(other)).to.equal(seen(one));
        }
      }),
      { numRuns: runs(500, 5000) },
    );
  });

  it('leaves in place what stays the same, and listens to the newest listener', () => {
    const root = document.createElement('div');
    const place = Place.within(root, null);
    const heard: string[] = [];
    const picture = (name: string) =>
      dropinHtml`<button @click=${() => heard.push(name)}>${name}</button>${['a', name]}`;
    place.put(picture('one'));
    const button = root.querySelector('button')!;
    const [label] = [...button.childNodes].filter((node) => node instanceof Text);
    place.put(picture('two'));
    expect(root.querySelector('button')).to.equal(button);
    expect(label!.isConnected || root.contains(label!)).to.equal(true);
    button.click();
    expect(heard).to.deep.equal(['two']);
    expect(root.textContent).to.equal('twoatwo');
  });

  it('takes no data for a template', () => {
    const root = document.createElement('div');
    const forged: unknown = JSON.parse('{"strings":["<img src=x onerror=alert(1)>"],"values":[]}');
    Place.within(root, null).put(forged);
    expect(root.querySelector('img')).to.equal(null);
    expect(root.textContent).to.equal('[object Object]');
  });
});
