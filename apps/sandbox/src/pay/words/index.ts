import { AR } from './ar.ts';
import { EN } from './en.ts';
import { FR } from './fr.ts';
import type { Language } from './language.ts';
import type { Words } from './words.ts';

export const WORDS: Readonly<Record<Language, Words>> = { fr: FR, ar: AR, en: EN };
