export const LANGUAGES = ['fr', 'ar', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: unknown): text is Language => LANGUAGES.includes(text as Language);

/** The strings of the shop. */
export interface Strings {
  readonly name: string;
  readonly tagline: string;
  readonly intro: string;
  readonly shop: string;
  readonly together: string;
  readonly members: string;
  readonly pay: string;
  readonly demo: string;
  readonly languages: string;
  readonly how: string;
  readonly lines: string;
  readonly sandbox: string;
}

export const STRINGS: Readonly<Record<Language, Strings>> = {
  fr: {
    name: 'Atelier Yasmine',
    tagline: 'Céramique, sérigraphie et thé à la menthe, rue Didouche',
    intro:
      'Un atelier associatif à Alger. On y tourne, on y imprime, on y apprend. Tout se règle par carte CIB ou Edahabia.',
    shop: 'La boutique',
    together: 'Ensemble',
    members: 'Factures et membres',
    pay: 'Payer',
    demo: 'Boutique de démonstration\u00a0: aucun paiement réel.',
    languages: 'Langue',
    how: 'Deux lignes sur votre site',
    lines: 'Chaque bouton de cette page est fait ainsi\u00a0:',
    sandbox: 'Carte de test\u00a0: elle attend sur la page de paiement.',
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
    how: 'سطران في موقعك',
    lines: 'كل زر في هذه الصفحة مكتوب هكذا:',
    sandbox: 'بطاقة الاختبار جاهزة في صفحة الدفع.',
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
    how: 'Two lines on your own site',
    lines: 'Every button on this page is written like this:',
    sandbox: 'A test card is waiting on the payment page.',
  },
};

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { fr: 'Français', ar: 'العربية', en: 'English' };
