export const LANGUAGES = ['fr', 'ar', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: unknown): text is Language => LANGUAGES.includes(text as Language);

/** What the shop says. */
export interface Words {
  readonly name: string;
  readonly tagline: string;
  readonly intro: string;
  readonly shop: string;
  readonly together: string;
  readonly members: string;
  readonly pay: string;
  readonly demo: string;
  readonly languages: string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  fr: {
    name: 'Atelier Yasmine',
    tagline: 'Céramique, sérigraphie et thé à la menthe, rue Didouche',
    intro:
      'Un atelier associatif à Alger. On y tourne, on y imprime, on y apprend. Tout se règle par carte CIB ou Edahabia.',
    shop: 'La boutique',
    together: 'Ensemble',
    members: 'Factures et membres',
    pay: 'Payer',
    demo: 'Boutique de démonstration : aucun paiement réel.',
    languages: 'Langue',
  },
  ar: {
    name: 'ورشة ياسمين',
    tagline: 'خزف وطباعة وشاي بالنعناع، شارع ديدوش',
    intro: 'ورشة جمعوية في الجزائر العاصمة: نُشكّل ونطبع ونتعلّم. الدفع ببطاقة CIB أو الذهبية.',
    shop: 'المتجر',
    together: 'معًا',
    members: 'الفواتير والأعضاء',
    pay: 'ادفع',
    demo: 'متجر تجريبي: لا يوجد دفع حقيقي.',
    languages: 'اللغة',
  },
  en: {
    name: 'Yasmine Studio',
    tagline: 'Pottery, screen printing and mint tea, rue Didouche',
    intro:
      'A studio run by its members in Algiers. We throw, we print, we learn. Everything is paid by CIB or Edahabia card.',
    shop: 'The shop',
    together: 'Together',
    members: 'Bills and members',
    pay: 'Pay',
    demo: 'Demonstration shop: no real payment.',
    languages: 'Language',
  },
};

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { fr: 'Français', ar: 'العربية', en: 'English' };
