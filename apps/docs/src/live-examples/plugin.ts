import { type ExpressiveCodeBlock, definePlugin } from '@astrojs/starlight/expressive-code';
import { h } from '@astrojs/starlight/expressive-code/hast';

import { prepareSample } from './sample.ts';

const LANGUAGES = ['fr', 'ar', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

const LABELS: Readonly<Record<Language, string>> = {
  en: 'Live example: no real payment',
  fr: 'Exemple actif : aucun paiement réel',
  ar: 'مثال حي: دون دفع حقيقي',
};
const NOTES: Readonly<Record<Language, string>> = {
  en: 'The button needs JavaScript and a service worker. Without them, only its fallback link is shown.',
  fr: 'Le bouton a besoin de JavaScript et d’un service worker. Sans eux, seul son lien de repli s’affiche.',
  ar: 'يحتاج الزر إلى JavaScript وإلى service worker. من دونهما يظهر رابطه البديل فقط.',
};
// Expressive Code resets all properties inside its blocks, and with them the effect of `hidden`.
const STYLES = `
  .live-example {
    margin-block-start: 0;
    padding: 1rem;
    border: 1px solid var(--sl-color-gray-5);
    border-block-start: 0;
    background: var(--sl-color-bg);
    color: var(--sl-color-text);
    font-family: var(--__sl-font);
  }
  .live-example p {
    margin: 0 0 0.75rem;
    font-size: var(--sl-text-sm);
    color: var(--sl-color-gray-2);
  }
  .live-example [data-live-note], .live-example noscript p { margin: 0.75rem 0 0; }
  .live-example [hidden] { display: none; }
`;

/**
 * Renders fenced blocks that are marked `html live` a second time below their code: as HTML with the real element. A shadow root
 * keeps the styles of the sample from the page.
 */
export function liveExamples() {
  return definePlugin({
    name: 'Live examples',
    baseStyles: STYLES,
    hooks: {
      postprocessRenderedBlockGroup({ renderedGroupContents, renderData }) {
        for (const { codeBlock } of renderedGroupContents) {
          if (!codeBlock.metaOptions.getBoolean('live')) continue;
          renderData.groupAst.children.push(liveExample(codeBlock));
        }
      },
    },
  });
}

type Node = ReturnType<typeof h>;

function liveExample({ code, language: syntax, locale }: ExpressiveCodeBlock): Node {
  if (syntax !== 'html') throw new Error(`Only blocks of HTML can be live, but this one is ${syntax}.`);
  const language = LANGUAGES.find((one) => locale?.startsWith(one)) ?? 'en';
  const sample = prepareSample(code, language);
  const shadow = `<template shadowrootmode="open"><style>:host { display: block }</style>${sample}</template>`;
  return h('div', { class: 'live-example not-content', lang: language, dir: language === 'ar' ? 'rtl' : 'ltr' }, [
    h('p', LABELS[language]),
    h('div', { 'data-live-example': '' }, [raw(shadow)]),
    h('p', { 'data-live-note': '', hidden: true }, NOTES[language]),
    raw(`<noscript><p>${NOTES[language]}</p></noscript>`),
    h('script', { type: 'module', src: '/playground/live-examples.js' }),
  ]);
}

/** HTML that is written as it is. The type of nodes does not contain it. */
function raw(value: string): Node {
  return { type: 'raw', value } as unknown as Node;
}
