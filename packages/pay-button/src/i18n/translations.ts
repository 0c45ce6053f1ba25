import type { Language } from '@mytpe-pay/contract/money';

import ar from './ar.ts';
import en from './en.ts';
import fr from './fr.ts';
import type { Strings } from './strings.ts';

export const TRANSLATIONS: Readonly<Record<Language, Strings>> = { ar, fr, en };
