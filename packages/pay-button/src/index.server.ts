import type { MytpePayButton as PayButton } from './element.ts';

export { PayError } from './api/request.ts';
export { configure } from './api/configure.ts';

/**
 * Replaces the element on servers, which have no DOM, so that a module can import and extend it. A server renders the tag
 * and the link inside it. The browser does the rest.
 */
// oxlint-disable-next-line typescript/no-extraneous-class -- servers use only the class itself
export const MytpePayButton = class {} as unknown as typeof PayButton;
