/** A DevTools session of a page, as Playwright and Puppeteer create it. */
interface DevTools {
  send(method: 'DOM.enable' | 'CSS.enable' | 'DOM.disable'): Promise<unknown>;
  send(method: 'DOM.getDocument', options: { depth: number; pierce: boolean }): Promise<{ root: DomNode }>;
  send(method: 'CSS.getPlatformFontsForNode', options: { nodeId: number }): Promise<{ fonts: PlatformFont[] }>;
}
interface DomNode {
  readonly nodeId: number;
  readonly nodeType: number;
  readonly children?: readonly DomNode[];
  readonly shadowRoots?: readonly DomNode[];
}
interface PlatformFont {
  readonly familyName: string;
  readonly isCustomFont: boolean;
}

const TEXT = 3;

/**
 * Returns the sorted families of the fonts that render the page's text, shadow trees included. Weights of one family count
 * once. A font of the machine has the suffix `(machine)`.
 */
export async function fontsInUse(devTools: DevTools): Promise<string[]> {
  await devTools.send('DOM.enable');
  await devTools.send('CSS.enable');
  const { root } = await devTools.send('DOM.getDocument', { depth: -1, pierce: true });
  const used = await Promise.all(
    textHolders(root).map((nodeId) => devTools.send('CSS.getPlatformFontsForNode', { nodeId })),
  );
  const names = used.flatMap(({ fonts }) =>
    fonts.map(
      ({ familyName, isCustomFont }) =>
        familyName.replace(/ (?:SemiBold|Bold)$/, '') + (isCustomFont ? '' : ' (machine)'),
    ),
  );
  return [...new Set(names)].toSorted();
}

function textHolders(node: DomNode): number[] {
  const inside = [...(node.children ?? []), ...(node.shadowRoots ?? [])];
  const own = inside.some(({ nodeType }) => nodeType === TEXT) ? [node.nodeId] : [];
  return [...own, ...inside.flatMap(textHolders)];
}
