import type { Language } from '@mytpe-pay/contract/money';

import { ar } from './ar.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { LateStrings } from './late-strings.ts';

export const LATE_STRINGS: Readonly<Record<Language, LateStrings>> = { ar, fr, en };
