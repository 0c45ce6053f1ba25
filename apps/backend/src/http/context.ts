import type { ScriptLibrary, LinkService } from '../links/service.ts';
import type { Settings } from '../config/settings.ts';

/** What every route is given. */
export interface RouteContext {
  readonly service: LinkService;
  readonly settings: Settings;
  readonly scripts: ScriptLibrary;
}
