import type { Settings } from '../config/settings.ts';
import type { LinkService } from '../links/link-service.ts';
import type { ScriptLibrary } from './script-library.ts';

/** What every route is given. */
export interface RouteContext {
  readonly service: LinkService;
  readonly settings: Settings;
  readonly scripts: ScriptLibrary;
}
