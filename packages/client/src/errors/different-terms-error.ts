import { MytpeError } from './mytpe-error.ts';

/** One term of a link: what was asked for, and what MyTPE made of it. Amounts in centimes. */
export interface TermDifference {
  readonly asked: string | number | null;
  readonly answered: string | number | null;
}

/**
 * MyTPE made a link, but not the one that was asked for. It exists, and may be payable as it is: do not show it; switch
 * it off or delete it by `linkId`. `outcome` is `unknown`, because something was made.
 */
export class DifferentTermsError extends MytpeError {
  override readonly name = 'DifferentTermsError';
  readonly linkId: string;
  readonly slug: string;
  /** By field: `pricing`, `amount`, `payment_mode`, `max_payments`. */
  readonly differences: Readonly<Record<string, TermDifference>>;

  constructor(link: { readonly id: string; readonly slug: string }, differences: Record<string, TermDifference>) {
    const list = Object.entries(differences).map(
      ([field, { asked, answered }]) => `${field} ${String(answered)} instead of ${String(asked)}`,
    );
    super(`MyTPE made link ${link.id} with other terms than asked for: ${list.join(', ')}`, { outcome: 'unknown' });
    this.linkId = link.id;
    this.slug = link.slug;
    this.differences = differences;
  }
}
