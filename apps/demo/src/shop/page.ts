import { HERO, DRAWINGS } from './drawings.ts';
import { LANGUAGES, LANGUAGE_NAMES, type Language, STRINGS, type Strings } from './strings.ts';

const SECTIONS: readonly (readonly [keyof Strings, readonly string[]])[] = [
  ['shop', ['tshirt', 'flash-sale', 'pay-us']],
  ['together', ['donation', 'workshop', 'goal']],
  ['members', ['invoice', 'members']],
];

/**
 * The shop: a script tag and `<mytpe-pay-button>`, as a customer pastes them. The page loads the script for developers. The
 * lines that it shows name the script for shops.
 */
export function shopPage(language: Language, backend: string): string {
  const strings = STRINGS[language];
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${strings.name}</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/shop.css">
<script type="module" src="${backend}/mytpe-pay-button.dev.js"></script>
</head>
<body>
<aside class="demo">${strings.demo}</aside>
<header>
<a class="brand" href="?lang=${language}"><img src="/assets/icon.svg" alt="" width="36" height="36"> ${strings.name}</a>
<nav aria-label="${strings.languages}">${LANGUAGES.map((other) => languageLink(other, language)).join('')}</nav>
</header>
<main>
<section class="intro"><div><h1>${strings.tagline}</h1><p>${strings.intro}</p></div>${HERO}</section>
${SECTIONS.map(([title, offers], index) => `<section aria-labelledby="about-${title}"><h2 id="about-${title}">${strings[title]}</h2><div class="shelf">${offers.map((offer) => product(offer, strings, language, backend)).join('')}${index === SECTIONS.length - 1 ? twoLines(strings, backend) : ''}</div></section>`).join('\n')}
</main>
<footer><p>${strings.name} · MyTPE Pay · <a href="/playground?lang=${language}" lang="en">Playground</a></p></footer>
</body>
</html>`;
}

function product(offer: string, strings: Strings, language: Language, backend: string): string {
  return `<article id="${offer}">${DRAWINGS[offer]}
<mytpe-pay-button offer="${offer}"><a class="fallback" href="${backend}/pay/${offer}?lang=${language}">${strings.pay}</a></mytpe-pay-button>
</article>`;
}

/** The two lines to paste, for visitors who build websites. */
function twoLines(strings: Strings, backend: string): string {
  const lines = `<script type="module"\n  src="${backend}/mytpe-pay-button.js"></script>\n<mytpe-pay-button offer="tshirt">\n</mytpe-pay-button>`;
  return `<div class="how"><h3>${strings.how}</h3><p>${strings.lines}</p>
<pre dir="ltr" tabindex="0"><code>${lines.replaceAll('<', '&lt;')}</code></pre><p>${strings.sandbox}</p></div>`;
}

function languageLink(other: Language, current: Language): string {
  return `<a href="?lang=${other}" lang="${other}"${other === current ? ' aria-current="page"' : ''}>${LANGUAGE_NAMES[other]}</a>`;
}
