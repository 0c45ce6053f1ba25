import { LANGUAGES, type Language } from '../languages.ts';

interface Strings {
  readonly title: string;
  readonly about: string;
  readonly amount: string;
  readonly pay: string;
  readonly paid: string;
  readonly back: string;
}

const STRINGS: Readonly<Record<Language, Strings>> = {
  fr: {
    title: 'Ceci est un exemple',
    about: 'Sur un vrai site, la page de paiement de MyTPE s’ouvre ici. Rien n’est payé.',
    amount: 'Montant :',
    pay: 'Simuler le paiement',
    paid: 'Paiement simulé. Le bouton affiche maintenant « payé ».',
    back: 'Retour à la documentation',
  },
  ar: {
    title: 'هذا مثال',
    about: 'في موقع حقيقي تُفتح هنا صفحة الدفع لدى MyTPE. لا يُدفع أي مبلغ.',
    amount: 'المبلغ:',
    pay: 'محاكاة الدفع',
    paid: 'تمت محاكاة الدفع، والزر يعرض الآن أن المبلغ مدفوع.',
    back: 'العودة إلى الوثائق',
  },
  en: {
    title: 'This is an example',
    about: 'On a real website, MyTPE’s payment page opens here. Nothing is paid.',
    amount: 'Amount:',
    pay: 'Simulate the payment',
    paid: 'Payment simulated. The button now shows “paid”.',
    back: 'Back to the documentation',
  },
};

/** The pages that stand for MyTPE's payment page, by their path. */
export function paymentPages(icon: string): [path: string, html: string][] {
  return LANGUAGES.map((language) => [`playground/payment/${language}/index.html`, paymentPage(language, icon)]);
}

/** Without its script, the page leads to the start of the documentation. */
function paymentPage(language: Language, icon: string): string {
  const { title, about, amount, pay, paid, back } = STRINGS[language];
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/playground/playground.css">
<script type="module" src="/playground/payment.js"></script>
</head>
<body>
<header><h1>${title}</h1></header>
<main class="payment">
<section>
<p>${about}</p>
<p id="amount" hidden>${amount} <bdi></bdi></p>
<p><button type="button" id="pay" hidden>${pay}</button> <span id="paid" role="status" data-text="${paid}"></span></p>
<p><a id="back" href="/">${back}</a></p>
</section>
</main>
</body>
</html>`;
}
