import { type Html, html } from '../html.ts';

export type Tone = 'good' | 'bad' | 'wait' | '';

/** The statuses of both APIs’ links, payments, instances, forms and deliveries, grouped by their meaning for a merchant. */
const TONES: Readonly<Record<string, Tone>> = {
  active: 'good',
  accepted: 'good',
  ready: 'good',
  paid: 'good',
  completed: 'good',
  delivered: 'good',
  published: 'good',
  draft: 'wait',
  paused: 'wait',
  pending: 'wait',
  processing: 'wait',
  pending_documents: 'wait',
  documents_submitted: 'wait',
  refused: 'bad',
  rejected: 'bad',
  failed: 'bad',
  dropped: 'bad',
  suspended: 'bad',
};

export function statusBadge(status: string): Html {
  return badge(status, TONES[status] ?? '');
}

export function badge(text: string | number, tone: Tone = ''): Html {
  return html`<span class="badge ${tone}">${text}</span>`;
}

/** An instant as its time of day. The tooltip shows the full instant. */
export function clockTime(at: string): Html {
  return html`<time datetime="${at}" title="${at}">${at.slice(11, 19)}</time>`;
}

/** A button that calls a control. The page’s script sends the call and shows the result. */
export function callButton(
  label: string,
  call: string,
  options: { body?: object; done?: string; kind?: string } = {},
): Html {
  const { body, done = 'Done.', kind = '' } = options;
  return html`<button
    type="button"
    class="${kind}"
    data-call="${call}"
    data-done="${done}"
    data-body="${body === undefined ? '' : JSON.stringify(body)}"
  >
    ${label}
  </button>`;
}

/** A list whose rows have keys, so that the page replaces only the rows that changed. */
export function liveList(id: string, rows: readonly Html[], empty: string): Html {
  const none = html`<li data-key="none" class="empty">${empty}</li>`;
  return html`<ul id="${id}" data-live>
    ${rows.length > 0 ? rows : none}
  </ul>`;
}
