/** A text in the site's languages. */
interface Label {
  readonly en: string;
  readonly fr: string;
  readonly ar: string;
}

/**
 * Returns a group of the sidebar with every page of a folder in `src/content/docs`. Pages are sorted by `sidebar.order`
 * of their front matter.
 * @param more groups that generators add to the folder's own pages.
 */
export function section<Item>(directory: string, { en, fr, ar }: Label, more: readonly Item[] = []) {
  const generated = { autogenerate: { directory, collapsed: true } };
  return { label: en, translations: { fr, ar }, collapsed: true, items: [generated, ...more] };
}
