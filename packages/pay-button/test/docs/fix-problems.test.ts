import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';

import { displayAmount, type Language, LANGUAGES } from '@mytpe-pay/contract/money';
import { describe, expect, it } from 'vitest';

import ar from '../../src/i18n/ar.ts';
import en from '../../src/i18n/en.ts';
import fr from '../../src/i18n/fr.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const BUTTON = { ar, en, fr };
/** The backend's strings. Its files hold one literal each; packages do not import each other's sources. */
const backendStrings = (language: Language): object => {
  const text = readFileSync(`${root}apps/backend/src/i18n/${language}.ts`, 'utf8');
  return runInNewContext(`(${/: Strings = (\{.*\});/s.exec(text)![1]!})`) as object;
};

/** Amounts that the pages use as examples, in centimes. */
const EXAMPLES = [5000, 20_000, 5_000_000];
const QUOTES: Record<Language, RegExp> = { en: /"([^"\n]+)"/g, fr: /«\u00a0([^»\n]+)\u00a0»/g, ar: /«([^»\n]+)»/g };

/** Returns each string of a tree with its path, such as `errors.internal`. */
function leaves(tree: object, path = ''): [path: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' ? [[path + name, value]] : leaves(value as object, `${path}${name}.`),
  );
}

/** Returns what people read in a language: each text with the paths of its strings. */
function interfaceTexts(language: Language): Map<string, string[]> {
  const { opened, listening } = BUTTON[language];
  const all = [
    ...leaves(BUTTON[language], 'button.'),
    ...leaves(backendStrings(language)),
    // The button shows these two together.
    ['button.opened+listening', `${opened} ${listening}`] as const,
  ];
  const filled = all.flatMap(([path, text]) =>
    EXAMPLES.map((amount) => [path, text.replace(/\{(?:amount)?\}/, displayAmount(amount, language))] as const),
  );
  const texts = new Map<string, string[]>();
  for (const [path, text] of filled) texts.set(text, [...new Set([...(texts.get(text) ?? []), path])]);
  return texts;
}

const TEXTS = Object.fromEntries(LANGUAGES.map((language) => [language, interfaceTexts(language)])) as Record<
  Language,
  Map<string, string[]>
>;

/** Returns a page without its code blocks. */
function page(name: string, language: Language): string {
  const folder = language === 'en' ? '' : `${language}/`;
  const text = readFileSync(`${root}apps/docs/src/content/docs/${folder}shop/${name}.md`, 'utf8');
  return text.replaceAll(/^```.*?^```/gms, '');
}

const sections = (text: string): string[] => text.split(/^## /m);
const code = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside]) => inside!);
const quotes = (text: string, language: Language): string[] =>
  [...text.replaceAll(/`[^`\n]+`/g, '').matchAll(QUOTES[language])].map(([, quote]) => quote!);

describe.each(['fix-problems', 'social'])('shop/%s', (name) => {
  it.each(LANGUAGES)('quotes only what people read in the interface (%s)', (language) => {
    const all = quotes(page(name, language), language);
    expect(all.length).toBeGreaterThan(8);
    expect(all.filter((quote) => !TEXTS[language].has(quote))).toEqual([]);
  });

  it.each(['fr', 'ar'] as const)('has the same sections, quotes, code and rows as in English (%s)', (language) => {
    const english = sections(page(name, 'en'));
    const translated = sections(page(name, language));
    const shapes = (all: string[]) =>
      all.map((text) => ({ code: code(text).toSorted(), rows: text.match(/^(?:\||\d\. |- )/gm)?.length }));
    expect(shapes(translated)).toEqual(shapes(english));
    const paths = (text: string, of: Language) => quotes(text, of).map((quote) => TEXTS[of].get(quote) ?? []);
    for (const [at, text] of english.entries()) {
      const there = paths(translated[at]!, language);
      expect(there).toHaveLength(paths(text, 'en').length);
      for (const [row, path] of paths(text, 'en').entries())
        expect([path, there[row]!.some((one) => path.includes(one))]).toEqual([path, true]);
    }
  });
});

describe('shop/fix-problems', () => {
  const text = page('fix-problems', 'en');

  it('names the code of each message', () => {
    const withCodes = sections(text).filter((part) => part.includes('| in the log |'));
    const rows = [...withCodes.join('').matchAll(/^\| "([^"]+)" \| `(\w+)` \|/gm)].map(
      ([, ...row]) => row as [string, string],
    );
    expect(rows.length).toBeGreaterThan(10);
    const wrong = rows.filter(([message, name]) => {
      // The pay page without JavaScript has a separate message for this code.
      const more = name === 'idempotency_key_reused' ? ['pay.pageTooOld'] : [];
      return ![`errors.${name}`, ...more].some((path) => TEXTS.en.get(message)?.includes(path));
    });
    expect(wrong).toEqual([]);
  });

  it('has each reason why an offer cannot be paid, in the order of the contract', () => {
    const closed = Object.values(en.closed);
    expect(
      quotes(
        sections(text).find((part) => part.startsWith('The offer cannot be paid'))!,
        'en',
      ),
    ).toEqual(closed);
  });

  it('names only texts that the backend writes', () => {
    const source = globSync('apps/backend/src/**/*.ts', { cwd: root }).map((path) => readFileSync(root + path, 'utf8'));
    const written = code(text).filter(
      (inside) => /^[a-z]+( [\w;-]+){4,}$/i.test(inside) && !inside.startsWith('docker '),
    );
    expect(written.length).toBeGreaterThan(3);
    expect(written.filter((inside) => !source.some((file) => file.includes(inside)))).toEqual([]);
  });
});
