import type { Language } from './languages.ts';

export type Translated = Readonly<Record<Language, string>>;

/** The texts of the playground's offers and refusals. */
export const TEXTS = {
  course: { fr: 'Cours de poterie', ar: 'درس في الفخار', en: 'Pottery course' },
  courseAbout: {
    fr: 'Quatre samedis, matériel compris.',
    ar: 'أربعة أيام سبت، والمواد مشمولة.',
    en: 'Four Saturdays, materials included.',
  },
  donation: { fr: 'Soutenez l’association', ar: 'ادعم الجمعية', en: 'Support the association' },
  donationAbout: {
    fr: 'Chaque dinar finance les ateliers des enfants.',
    ar: 'كل دينار يموّل ورشات الأطفال.',
    en: 'Every dinar pays for the children’s workshops.',
  },
  tshirt: { fr: 'T-shirt « Casbah »', ar: 'قميص «القصبة»', en: '“Casbah” T-shirt' },
  tshirtAbout: {
    fr: 'Coton bio, sérigraphié à Alger.',
    ar: 'قطن عضوي، مطبوع يدويًا في الجزائر.',
    en: 'Organic cotton, screen-printed in Algiers.',
  },
  workshop: { fr: 'Atelier céramique', ar: 'ورشة الخزف', en: 'Pottery workshop' },
  workshopAbout: {
    fr: 'Samedi, 10 h à 13 h, matériel compris.',
    ar: 'السبت من 10 إلى 13، المواد متوفرة.',
    en: 'Saturday, 10 am to 1 pm, materials included.',
  },
  coffee: { fr: 'Café à l’atelier', ar: 'قهوة في الورشة', en: 'Coffee at the studio' },
  coffeeAbout: {
    fr: 'Servi au comptoir, avec une datte.',
    ar: 'يُقدَّم مع تمرة.',
    en: 'Served at the counter, with a date.',
  },
  kiln: { fr: 'Un four neuf', ar: 'فرن جديد', en: 'A new kiln' },
  unavailable: {
    fr: 'Le service de paiement ne répond pas pour le moment. Réessayez dans un instant.',
    ar: 'خدمة الدفع لا تستجيب حاليًا. أعد المحاولة بعد لحظات.',
    en: 'The payment service is not responding right now. Try again in a moment.',
  },
  busy: {
    fr: 'Trop de demandes en même temps. Réessayez dans une minute.',
    ar: 'عدد الطلبات كبير حاليًا. أعد المحاولة بعد دقيقة.',
    en: 'Too many requests at once. Try again in a minute.',
  },
  changed: {
    fr: 'Le prix vient de changer. Vérifiez-le, puis appuyez de nouveau.',
    ar: 'تغيّر السعر للتو. تحقق منه ثم اضغط من جديد.',
    en: 'The price has just changed. Check it and press again.',
  },
  unknown: {
    fr: 'Cette offre n’existe pas ou plus.',
    ar: 'هذا العرض غير موجود أو لم يعد موجودًا.',
    en: 'This offer does not exist, or no longer does.',
  },
} as const satisfies Record<string, Translated>;
