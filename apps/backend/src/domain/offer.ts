import type { Entry, Scope, UsageMode } from '@mytpe-pay/contract';
import type { AmountRules, Centimes, Language } from '@mytpe-pay/contract/money';

/** A text in the catalog's default language, and in the others where the merchant wrote them. */
export type LocalizedText = { readonly default: string } & { readonly [language in Language]?: string };

/** The amount side of an offer; money in centimes. */
export type OfferAmountTerms =
  | { readonly mode: 'fixed'; readonly value: Centimes }
  | ({
      readonly mode: 'open';
      readonly entry: Entry;
      readonly suggested: readonly Centimes[];
      readonly default: Centimes | null;
    } & AmountRules);

/** The usage side of an offer: how often, how long and by whom its link can be paid. */
export interface OfferUsage {
  readonly mode: UsageMode;
  readonly maxUses: number | null;
  readonly target: Centimes | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly allowedPayers: readonly string[];
}

/** What a visitor can pay for: one entry of the catalog, checked and complete. */
export interface Offer {
  readonly id: string;
  readonly title: LocalizedText;
  readonly description: LocalizedText | null;
  readonly currency: string;
  readonly amount: OfferAmountTerms;
  readonly usage: OfferUsage;
  /** `null`: the backend's own instance. */
  readonly paymentInstanceId: string | null;
  readonly formId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** `null`: the backend's own list. */
  readonly allowedOrigins: readonly string[] | null;
  readonly showRemaining: boolean;
  readonly maxPayerLinksPerDay: number | null;
  /** What a press gets: see `domain/link-policy.ts`. */
  readonly scope: Scope;
  /** Whether one link can stand for it, for everybody; where a press gets a link of its own, not every MyTPE has one. */
  readonly hasSharedLink: boolean;
  /** Where it comes from when it is not of the catalog: a token that the merchant's server signed. */
  readonly signed: OfferSignature | null;
  /** Hash of the charge terms; a browser that shows another version is told before anything is charged. */
  readonly version: string;
}

/** What is known of a signed offer beside its terms. */
export interface OfferSignature {
  /** The merchant's own id of what is paid. */
  readonly jti: string;
  /** When it was signed, epoch ms: of two tokens for one `jti` the later one counts. */
  readonly iat: number;
}

/** An offer that came in a token. */
export type SignedOffer = Offer & { readonly signed: OfferSignature };

/** Every offer the backend was configured with, in the file's order. */
export type Catalog = ReadonlyMap<string, Offer>;

/** Returns the text in `language`; in the catalog's default language if there is none, or with `null`. */
export function textIn(text: LocalizedText, language: Language | null): string {
  return (language && text[language]) ?? text.default;
}

/** The texts of a link. A change of them changes nothing that is charged. */
export interface LinkTexts {
  readonly title: string;
  readonly description: string | null;
  /** The offer's own metadata, without the backend's entries. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** An offer's texts in every language that a link can have; `default` is for rows without one. */
export interface OfferTexts extends Pick<LinkTexts, 'metadata'> {
  readonly byLanguage: Readonly<Record<Language | 'default', Pick<LinkTexts, 'title' | 'description'>>>;
}

/** The texts of a link in a payer's language; `null`: in the catalog's default language, as shared links have them. */
export function linkTexts(offer: Offer, language: Language | null): LinkTexts {
  return {
    title: textIn(offer.title, language),
    description: offer.description && textIn(offer.description, language),
    metadata: offer.metadata,
  };
}

/** The texts of the links of an offer, in each language. */
export function offerTexts(offer: Offer): OfferTexts {
  const texts = (language: Language | null) => {
    const { title, description } = linkTexts(offer, language);
    return { title, description };
  };
  const byLanguage = { ar: texts('ar'), fr: texts('fr'), en: texts('en'), default: texts(null) };
  return { byLanguage, metadata: offer.metadata };
}
