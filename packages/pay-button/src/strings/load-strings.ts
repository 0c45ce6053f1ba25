import type { Language } from '@mytpe-pay/contract/money';

import type { Strings } from './strings.ts';

/** One chunk per language; none ever needs the entry (which may live at two addresses). */
const CHUNKS: Record<Language, () => Promise<{ default: Strings }>> = {
  ar: () => import('./ar.ts'),
  fr: () => import('./fr.ts'),
  en: () => import('./en.ts'),
};

export async function loadStrings(language: Language): Promise<Strings> {
  return (await CHUNKS[language]()).default;
}
