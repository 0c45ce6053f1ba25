import type { Entry, Scope, UsageMode } from '@mytpe-pay/contract';
import type { AmountRules, Centimes, Language } from '@mytpe-pay/contract/money';

/** A text in the catalog's default language, and its translations in the catalog. */
export type LocalizedText = { readonly default: string } & { readonly [language in Language]?: string };

/** The amount terms of an offer. Money is centimes. */
export type OfferAmountTerms =
  | { readonly mode: 'fixed'; readonly value: Centimes }
  | ({
      readonly mode: 'open';
      readonly entry: Entry;
      readonly suggested: readonly Centimes[];
      readonly default: Centimes | null;
    } & AmountRules);

/** The usage terms of an offer: how often, how long and by whom its link can be paid. */
export interface OfferUsage {
  readonly mode: UsageMode;
  readonly maxUses: number | null;
  readonly target: Centimes | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly allowedPayers: readonly string[];
}

/** An offer that a visitor can pay for: a valid entry of the catalog, with all defaults filled in. */
export interface Offer {
  readonly id: string;
  readonly title: LocalizedText;
  readonly description: LocalizedText | null;
  readonly currency: string;
  readonly amount: OfferAmountTerms;
  readonly usage: OfferUsage;
  /** `null`: the instance of the settings. */
  readonly paymentInstanceId: string | null;
  readonly formId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** `null`: the origins of the settings. */
  readonly allowedOrigins: readonly string[] | null;
  readonly showRemaining: boolean;
  readonly maxPayerLinksPerDay: number | null;
  /** The scope of the link that a click on the button gets; see `domain/plan-link.ts`. */
  readonly scope: Scope;
  /** `true` if all payers can share one link of it; see `hasSharedLink` in `domain/api-limits.ts`. */
  readonly hasSharedLink: boolean;
  /** The claims of the offer token; `null` for an offer of the catalog. */
  readonly signed: OfferSignature | null;
  /** Hash of the charge terms. A request for another version gets `offer_changed`. */
  readonly version: string;
}

/** The claims of an offer token in addition to the offer's terms. */
export interface OfferSignature {
  /** The merchant's id of the order. */
  readonly jti: string;
  /** When the token was signed, epoch ms. Of two tokens with the same `jti`, the later one counts. */
  readonly iat: number;
}

/** An offer from an offer token. */
export type SignedOffer = Offer & { readonly signed: OfferSignature };

/** All offers of the catalog by id, in the file's order. */
export type Catalog = ReadonlyMap<string, Offer>;

/** Returns the text in `language`, or in the catalog's default language if it has no translation or `language` is `null`. */
export function textIn(text: LocalizedText, language: Language | null): string {
  return (language && text[language]) ?? text.default;
}

/** The texts of a link, which do not affect its charge terms. */
export interface LinkTexts {
  readonly title: string;
  readonly description: string | null;
  /** The offer's own metadata, without the backend's entries. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The texts of an offer in every language of a link; `default` is for rows whose `language` is `null`. */
export interface OfferTexts extends Pick<LinkTexts, 'metadata'> {
  readonly byLanguage: Readonly<Record<Language | 'default', Pick<LinkTexts, 'title' | 'description'>>>;
}

/** Returns the texts of a link. @param language the payer's; `null`: the catalog's default, as for shared links. */
export function linkTexts(offer: Offer, language: Language | null): LinkTexts {
  return {
    title: textIn(offer.title, language),
    description: offer.description && textIn(offer.description, language),
    metadata: offer.metadata,
  };
}

/** Returns the texts that links of the offer have, in each language. */
export function offerTexts(offer: Offer): OfferTexts {
  const texts = (language: Language | null) => {
    const { title, description } = linkTexts(offer, language);
    return { title, description };
  };
  const byLanguage = { ar: texts('ar'), fr: texts('fr'), en: texts('en'), default: texts(null) };
  return { byLanguage, metadata: offer.metadata };
}
