import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The pages for shop owners that show code to paste, and their languages. */
export const SHOP_PAGES = ['html', 'wordpress', 'wix', 'shopify', 'youcan', 'webflow'] as const;
export const LANGUAGES = ['en', 'fr', 'ar'] as const;
export type ShopPage = (typeof SHOP_PAGES)[number];
export type PageLanguage = (typeof LANGUAGES)[number];

const content = new URL('../../docs/src/content/docs/', import.meta.url);

/** A page of the documentation for shop owners, with non-breaking spaces as spaces. */
export function shopDocument(page: ShopPage, language: PageLanguage): string {
  const path = `${language === 'en' ? '' : `${language}/`}shop/${page}.md`;
  return readFileSync(new URL(path, content), 'utf8').replaceAll('\u00A0', ' ');
}

/** The HTML samples of a page, in order, without the indentation of the list around them. */
export function htmlSamples(page: ShopPage, language: PageLanguage): string[] {
  const blocks = shopDocument(page, language).matchAll(/^( *)```html\n(.*?)^ *```$/gms);
  return [...blocks].map(([, indent, code]) => code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
}

/** The samples without the text of their links, which is the only difference between languages. */
export function withoutLinkTexts(samples: readonly string[]): string[] {
  return samples.map((sample) => sample.replaceAll(/>[^<>\n]+<\/a>/g, '></a>'));
}

/** The parts of a page that a sample contains. Shop owners combine them: the script once, and the button or a link. */
export function contents(sample: string): { script: boolean; button: boolean; link: boolean } {
  const button = sample.includes('<mytpe-pay-button');
  return { script: sample.includes('<script'), button, link: !button && sample.includes('<a ') };
}

/** A web server on an origin of its own. */
export interface Site {
  readonly origin: string;
  /** Serves a page, and returns its address. */
  serve(html: string): string;
  close(): void;
}

export async function startSite(): Promise<Site> {
  const pages: string[] = [];
  const server = createServer(({ url }, response) => {
    const html = pages[Number(url?.slice(1))];
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, serve: (html) => `${origin}/${pages.push(html) - 1}`, close: () => server.close() };
}
