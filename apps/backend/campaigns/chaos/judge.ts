import { SHARED_OFFER } from './attempts.ts';
import type { Evidence, MadeLink, Violation } from './evidence.ts';
import type { Outcome } from './payer.ts';

/** Compares the results of a campaign with the backend's guarantees. Does not depend on how the backend works. */
export function judge(evidence: Evidence): Violation[] {
  const { outcomes, links, deaths } = evidence;
  const byReference = new Map<string | null, MadeLink[]>();
  for (const link of links) byReference.set(link.reference, [...(byReference.get(link.reference) ?? []), link]);
  const found = outcomes.flatMap((outcome) => {
    const { reference } = outcome.attempt;
    const made = reference === null ? null : (byReference.get(reference) ?? []);
    return [
      ...judgeResponses(outcome),
      ...judgeViews(outcome, evidence),
      ...(made ? judgeLinks(outcome, made, evidence) : []),
    ];
  });
  const crashes: Violation[] =
    deaths > 0 ? [{ rule: 'backend crashed', attempt: null, detail: `${deaths} times` }] : [];
  return [...found, ...judgeShared(evidence), ...judgeDrafts(evidence), ...crashes];
}

function judgeResponses({ attempt, acknowledged, refusals }: Outcome): Violation[] {
  const about = (rule: Violation['rule'], detail: string): Violation => ({ rule, attempt: attempt.number, detail });
  const returned = new Set(acknowledged.map(({ id, url }) => `${id} ${url}`));
  return [
    ...refusals.map((refusal) => about('refused', refusal)),
    ...(returned.size === 0 ? [about('never acknowledged', 'the payer gave up')] : []),
    ...(returned.size > 1 ? [about('two links returned', [...returned].join(', '))] : []),
  ];
}

function judgeViews({ attempt, acknowledged }: Outcome, { views }: Evidence): Violation[] {
  return acknowledged.flatMap(({ id, url }): Violation[] => {
    const view = views.get(id) ?? null;
    if (view === null || view.url !== url)
      return [{ rule: 'lost', attempt: attempt.number, detail: `${id} is ${view ? view.url : 'unknown'}` }];
    return view.payable ? [] : [{ rule: 'not payable', attempt: attempt.number, detail: `${id} is ${view.status}` }];
  });
}

/** Checks the links of one attempt: exactly one was published, it is the link that the payer got, and it was paid once. */
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
  // An attempt that was not acknowledged may have one published link, but never two.
  if (acknowledged.length > 0 ? published.length !== 1 : published.length > 1) about('not exactly one published', made);
  for (const { url } of acknowledged) {
    if (!published.some(({ slug }) => url.endsWith(`/${slug}`))) about('wrong link published', published);
  }
  const paid = made.reduce((sum, { id }) => sum + (payments.get(id) ?? 0), 0);
  if (acknowledged.length > 0 && paid !== 1) about('not paid exactly once', made);
  return found;
}

/** Checks that all payers of the shared offer got the same link, and that no second one was published. */
function judgeShared({ outcomes, links }: Evidence): Violation[] {
  const shared = outcomes.filter(({ attempt }) => attempt.offer === SHARED_OFFER);
  const returned = new Set(shared.flatMap(({ acknowledged }) => acknowledged.map(({ url }) => url)));
  const published = links.filter(({ reference, wasPublished }) => reference === null && wasPublished);
  const found: Violation[] = [];
  if (returned.size > 1) found.push({ rule: 'two links returned', attempt: null, detail: [...returned].join(', ') });
  if (published.length > 1 || (returned.size > 0 && published.length === 0))
    found.push({ rule: 'not exactly one published', attempt: null, detail: `the shared link: ${published.length}` });
  return found;
}

/** Reports drafts that were not archived. They are not payable; payable links are checked above. */
function judgeDrafts({ links }: Evidence): Violation[] {
  return links
    .filter(({ status }) => status === 'draft')
    .map(({ id, reference }) => ({ rule: 'draft left', attempt: null, detail: `draft ${id} of ${reference}` }));
}
