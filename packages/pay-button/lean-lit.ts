import type { Plugin } from 'vite';

/**
 * What Lit carries for others: style sheets without `adoptedStyleSheets` (older browsers than ours), values in them, decorators,
 * attribute types that no attribute of ours has, polyfills, and the count of Lits on a page that only its development build reads.
 */
const SPARED: Readonly<Record<string, readonly (readonly [piece: string, instead: string])[]>> = {
  'css-tag.js': [
    [
      't.ShadowRoot&&(void 0===t.ShadyCSS||t.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype',
      '!0',
    ],
    [
      'if(this._$cssResult$=!0,o!==s)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");',
      'this._$cssResult$=!0;',
    ],
    [
      `if("number"==typeof t)return t;throw Error("Value passed to 'css' function must be a 'css' function result: "+t+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")`,
      '',
    ],
  ],
  'reactive-element.js': [
    ['Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;', ''],
    [
      'const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}',
      '',
    ],
    ['case Object:case Array:t=null==t?t:JSON.stringify(t)', ''],
    ['case Number:i=null===t?null:Number(t);break;case Object:case Array:try{i=JSON.parse(t)}catch(t){i=null}', ''],
    [',p?.({ReactiveElement:y}),(a.reactiveElementVersions??=[]).push("2.1.2")', ''],
    ['p=a.reactiveElementPolyfillSupport,', ''],
  ],
  'lit-element.js': [
    [',s.litElementHydrateSupport?.({LitElement:i});const o=s.litElementPolyfillSupport;o?.({LitElement:i});', ';'],
    ['(s.litElementVersions??=[]).push("4.2.2");', ''],
  ],
  'lit-html.js': [[',B=t.litHtmlPolyfillSupport;B?.(S,k),(t.litHtmlVersions??=[]).push("3.3.3")', '']],
};

/** Leaves out of the drop-in what it never runs. Another version of Lit, and the build says what to look at again. */
export function leanLit(): Plugin {
  return {
    name: 'lean-lit',
    transform(code, id) {
      const pieces = SPARED[/\/node_modules\/(?:@lit|lit-[^/]+)\/(?:.*\/)?([^/?]+)$/.exec(id)?.[1] ?? ''];
      if (!pieces) return null;
      const lean = pieces.reduce((text, [piece, instead]) => {
        if (!text.includes(piece)) this.error(`not in this version of Lit: ${piece}`);
        return text.replace(piece, instead);
      }, code);
      // Lit comes minified: there is nothing to point at.
      return { code: lean, map: { mappings: '' } };
    },
  };
}
