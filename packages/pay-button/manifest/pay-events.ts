import type { Plugin } from '@custom-elements-manifest/analyzer';

import type { ElementDocs, Named } from './manifest.ts';

/** Reads the element's events from the members of `PayEvents`, so that each is documented once, next to its type. */
export function payEvents(): Plugin {
  const events: Named[] = [];
  return {
    name: 'pay-events',
    analyzePhase({ ts, node }) {
      if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'PayEvents') return;
      for (const member of node.members) {
        if (!ts.isPropertySignature(member) || !ts.isStringLiteral(member.name) || !member.type) continue;
        const description = ts.getJSDocCommentsAndTags(member).map(({ comment }) => comment);
        events.push({
          name: member.name.text,
          type: { text: `CustomEvent<${member.type.getText()}>` },
          description: description.join(' ').replaceAll(/\s+/g, ' '),
        });
      }
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const { declarations } of customElementsManifest.modules)
        for (const declaration of (declarations ?? []) as unknown as ElementDocs[])
          if (declaration.tagName) declaration.events = events;
    },
  };
}
