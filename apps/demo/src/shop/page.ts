import { HERO, PICTURES } from './pictures.ts';
import { LANGUAGES, LANGUAGE_NAMES, type Language, WORDS, type Words } from './words.ts';

const SECTIONS: readonly (readonly [keyof Words, readonly string[]])[] = [
  ['shop', ['tshirt', 'flash-sale', 'pay-us']],
  ['together', ['donation', 'workshop', 'goal']],
  ['members', ['invoice', 'members']],
];

/**
 * The shop: a script tag and `<mytpe-pay-button>`, as a customer would paste them. The page loads the script for developers;
 * the lines that it shows name the script for shops.
 */
export function shopPage(language: Language, backend: string): string {
  const words = WORDS[language];
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.name}</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/shop.css">
<script type="module" src="${backend}/mytpe-pay-button.dev.js"></script>
</head>
<body>
<aside class="demo">${words.demo}</aside>
<header>
<a class="brand" href="?lang=${language}"><img src="/assets/icon.svg" alt="" width="36" height="36"> ${words.name}</a>
<nav aria-label="${words.languages}">${LANGUAGES.map((other) => languageLink(other, language)).join('')}</nav>
</header>
<main>
<section class="intro"><div><h1>${words.tagline}</h1><p>${words.intro}</p></div>${HERO}</section>
${SECTIONS.map(([title, offers], index) => `<section aria-labelledby="about-${title}"><h2 id="about-${title}">${words[title]}</h2><div class="shelf">${offers.map((offer) => product(offer, words, language, backend)).join('')}${index === SECTIONS.length - 1 ? twoLines(words, backend) : ''}</div></section>`).join('\n')}
</main>
<footer><p>${words.name} · MyTPE Pay · <a href="/playground?lang=${language}" lang="en">Playground</a></p></footer>
</body>
</html>`;
}

function product(offer: string, words: Words, language: Language, backend: string): string {
  return `<article id="${offer}">${PICTURES[offer]}
<mytpe-pay-button offer="${offer}"><a class="fallback" href="${backend}/pay/${offer}?lang=${language}">${words.pay}</a></mytpe-pay-button>
</article>`;
}

/** What a visitor who builds websites came for. */
function twoLines(words: Words, backend: string): string {
  const lines = `<script type="module"\n  src="${backend}/mytpe-pay-button.js"></script>\n<mytpe-pay-button offer="tshirt">\n</mytpe-pay-button>`;
  return `<div class="how"><h3>${words.how}</h3><p>${words.lines}</p>
<pre dir="ltr" tabindex="0"><code>${lines.replaceAll('<', '&lt;')}</code></pre><p>${words.sandbox}</p></div>`;
}

function languageLink(other: Language, current: Language): string {
  return `<a href="?lang=${other}" lang="${other}"${other === current ? ' aria-current="page"' : ''}>${LANGUAGE_NAMES[other]}</a>`;
}
