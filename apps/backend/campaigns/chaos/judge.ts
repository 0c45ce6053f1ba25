import { SHARED_OFFER } from './attempts.ts';
import type { Evidence, MadeLink, Violation } from './evidence.ts';
import type { Outcome } from './payer.ts';

/** Holds what is left of a campaign against what was promised. Knows nothing of how the backend works. */
export function judge(evidence: Evidence): Violation[] {
  const { outcomes, links, deaths } = evidence;
  const byReference = new Map<string | null, MadeLink[]>();
  for (const link of links) byReference.set(link.reference, [...(byReference.get(link.reference) ?? []), link]);
  const found = outcomes.flatMap((outcome) => {
    const { reference } = outcome.attempt;
    const made = reference === null ? null : (byReference.get(reference) ?? []);
    return [
      ...judgeAnswers(outcome),
      ...judgeViews(outcome, evidence),
      ...(made ? judgeLinks(outcome, made, evidence) : []),
    ];
  });
  const dead: Violation[] = deaths > 0 ? [{ rule: 'backend died', attempt: null, detail: `${deaths} times` }] : [];
  return [...found, ...judgeShared(evidence), ...judgeStrays(evidence), ...dead];
}

function judgeAnswers({ attempt, acknowledged, refusals }: Outcome): Violation[] {
  const about = (rule: Violation['rule'], detail: string): Violation => ({ rule, attempt: attempt.number, detail });
  const told = new Set(acknowledged.map(({ id, url }) => `${id} ${url}`));
  return [
    ...refusals.map((refusal) => about('refused', refusal)),
    ...(told.size === 0 ? [about('never acknowledged', 'its payer gave up')] : []),
    ...(told.size > 1 ? [about('two links told', [...told].join(', '))] : []),
  ];
}

function judgeViews({ attempt, acknowledged }: Outcome, { views }: Evidence): Violation[] {
  return acknowledged.flatMap(({ id, url }): Violation[] => {
    const view = views.get(id) ?? null;
    if (view === null || view.url !== url)
      return [{ rule: 'lost', attempt: attempt.number, detail: `${id} is ${view ? view.url : 'not known'}` }];
    return view.payable ? [] : [{ rule: 'not payable', attempt: attempt.number, detail: `${id} is ${view.status}` }];
  });
}

/** The links that were made for one attempt: one can be paid, once, and it is the one that the payer was told. */
function judgeLinks(
  { attempt, acknowledged }: Outcome,
  made: readonly MadeLink[],
  { payments }: Evidence,
): Violation[] {
  const found: Violation[] = [];
  const about = (rule: Violation['rule'], links: readonly MadeLink[]) =>
    void found.push({
      rule,
      attempt: attempt.number,
      detail: links.map(({ id, status }) => `${id} ${status}`).join(', '),
    });
  const published = made.filter(({ wasPublished }) => wasPublished);
  // Who was told nothing may have a link, but never two.
  if (acknowledged.length > 0 ? published.length !== 1 : published.length > 1) about('not exactly one published', made);
  for (const { url } of acknowledged) {
    if (!published.some(({ slug }) => url.endsWith(`/${slug}`))) about('another link than told', published);
  }
  const paid = made.reduce((sum, { id }) => sum + (payments.get(id) ?? 0), 0);
  if (acknowledged.length > 0 && paid !== 1) about('not paid exactly once', made);
  return found;
}

/** Everybody who wants what is shared gets the one link. */
function judgeShared({ outcomes, links }: Evidence): Violation[] {
  const shared = outcomes.filter(({ attempt }) => attempt.offer === SHARED_OFFER);
  const told = new Set(shared.flatMap(({ acknowledged }) => acknowledged.map(({ url }) => url)));
  const published = links.filter(({ reference, wasPublished }) => reference === null && wasPublished);
  const found: Violation[] = [];
  if (told.size > 1) found.push({ rule: 'two links told', attempt: null, detail: [...told].join(', ') });
  if (published.length > 1 || (told.size > 0 && published.length === 0))
    found.push({ rule: 'not exactly one published', attempt: null, detail: `the shared link: ${published.length}` });
  return found;
}

/** A draft cannot be paid, but it is untidy; what could be paid was judged above. */
function judgeStrays({ links }: Evidence): Violation[] {
  return links
    .filter(({ status }) => status === 'draft')
    .map(({ id, reference }) => ({ rule: 'stray left', attempt: null, detail: `draft ${id} of ${reference}` }));
}
