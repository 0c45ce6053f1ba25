/**
 * What the drop-in has in the place of Lit: as much of its interface as the element uses, and no more. The build puts it
 * there; the npm package has Lit itself. The element's own tests run on both.
 */
export { LitElement } from './lit-element.ts';
export { css } from './style-sheet.ts';
export { html, nothing } from './template.ts';
