import { type Html, html } from '../html.ts';
import { type ReviewKind, waitingReviews } from '../model/reviews.ts';
import { SCENARIOS } from '../model/scenarios.ts';
import type { World } from '../model/world.ts';
import { callButton, liveList } from './parts.ts';

const NAMES: Readonly<Record<ReviewKind, string>> = {
  identifications: 'KYC dossier',
  brands: 'Brand',
  'bank-accounts': 'Bank account',
  activations: 'Activation fee',
  instances: 'Licence of an instance',
};

/** The panel with the open reviews. The visitor decides them in place of MyTPE’s staff. */
export function reviewsPanel(world: World): Html {
  const rows = waitingReviews(world).flatMap(([kind, waiting]) => waiting.map(({ id }) => reviewRow(world, kind, id)));
  return html`<section id="reviews" aria-labelledby="reviews-title">
    <h2 id="reviews-title">Reviews</h2>
    ${liveList('waiting', rows, 'No reviews are open.')}
    <h3>Start over as</h3>
    <div class="presets">
      ${SCENARIOS.map((scenario) =>
        callButton(scenario.replaceAll('_', ' '), 'POST /_sandbox/seed', {
          body: { scenario },
          done: `Seeded: ${scenario}.`,
        }),
      )}
    </div>
  </section>`;
}

function reviewRow(world: World, kind: ReviewKind, id: string): Html {
  const name = nameOf(world, kind, id);
  const call = `POST /_sandbox/reviews/${kind}/${id}`;
  return html`<li data-key="${kind} ${id}" class="row">
    <span class="grow whole"
      >${NAMES[kind]}: <bdi>${name}</bdi><span class="sub"><code>${id}</code></span></span
    >
    ${callButton('Accept', call, { body: { decision: 'accept' }, done: `Accepted: ${name}.` })}
    ${callButton('Refuse', call, { body: { decision: 'refuse' }, done: `Refused: ${name}.`, kind: 'plain' })}
  </li>`;
}

function nameOf(world: World, kind: ReviewKind, id: string): string {
  if (kind === 'identifications') return world.identifications.get(id)?.name ?? '';
  if (kind === 'brands') return world.brands.get(id)?.name ?? '';
  if (kind === 'bank-accounts') return `…${world.bankAccounts.get(id)?.account_number.slice(-4) ?? ''}`;
  return (kind === 'activations' ? world.activations : world.instances).get(id)?.title ?? '';
}
