/** A text in the site's languages. */
interface Label {
  readonly en: string;
  readonly fr: string;
  readonly ar: string;
}

/** Returns a group of the sidebar with pages (by path, such as `operate/backup`) and other groups. */
export function group<Item>({ en, fr, ar }: Label, items: readonly Item[]) {
  return { label: en, translations: { fr, ar }, collapsed: true, items: [...items] };
}

/**
 * Returns a group of the sidebar with every page of a folder in `src/content/docs`. Pages are sorted by `sidebar.order`
 * of their front matter.
 */
export function folder(directory: string, label: Label) {
  return group(label, [{ autogenerate: { directory, collapsed: true } }]);
}

/** Returns the paths of pages in one folder. */
const pages = (path: string, names: string): string[] => names.split(' ').map((name) => `${path}/${name}`);

export const shop = folder('shop', { en: 'Shop owners', fr: 'Commerçants', ar: 'أصحاب المتاجر' });

export const develop = group({ en: 'Developers', fr: 'Développeurs', ar: 'المطوّرون' }, [
  'develop',
  group(
    { en: 'Frameworks', fr: 'Frameworks', ar: 'أطر العمل' },
    pages('develop', 'react vue svelte angular solid next nuxt sveltekit astro'),
  ),
  group(
    { en: 'The button', fr: 'Le bouton', ar: 'الزر' },
    pages('develop', 'events theming sharing headless csp accessibility troubleshooting measurements playground'),
  ),
  group(
    { en: 'Your server', fr: 'Votre serveur', ar: 'خادمك' },
    pages('develop', 'signed-offers receipts webhooks backend-api'),
  ),
  group({ en: 'Tools', fr: 'Outils', ar: 'الأدوات' }, pages('develop', 'sandbox client cli')),
]);

export const operate = folder('operate', { en: 'Operators', fr: 'Exploitation', ar: 'التشغيل' });

/** @param api the generated pages of the backend API. */
export function reference<Item>(api: readonly Item[]) {
  return group<Item | string>({ en: 'Reference', fr: 'Référence', ar: 'المرجع' }, [
    'reference',
    ...pages('reference', 'element errors events settings offers cli'),
    ...api,
    ...pages('reference', 'tokens client'),
  ]);
}

export const explain = group({ en: 'Explanation', fr: 'Explications', ar: 'شروح' }, [
  'explain',
  ...pages('explain', 'one-link payment-path comparison'),
  folder('explain/decisions', { en: 'Decisions', fr: 'Décisions', ar: 'القرارات' }),
]);
