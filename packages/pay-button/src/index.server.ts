import type { MytpePayButton as PayButton } from './element.ts';

export { PayError } from './api/request.ts';
export { configure } from './api/configure.ts';

/**
 * Stands in for the element on servers, which have no DOM, so that a module may import and extend it. A server renders the tag and
 * the link inside as they are, and the browser does the rest.
 */
// oxlint-disable-next-line typescript/no-extraneous-class -- nothing of it runs on a server
export const MytpePayButton = class {} as unknown as typeof PayButton;
