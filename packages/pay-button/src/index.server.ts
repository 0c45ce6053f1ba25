import type { MytpePayButton as PayButton } from './element.ts';

export { PayError } from './api/request.ts';
export { configure } from './api/endpoint.ts';

/** Stands in for the element where there is no DOM, so that a module may import and name it. It renders nothing. */
export const MytpePayButton = class {} as unknown as typeof PayButton;
