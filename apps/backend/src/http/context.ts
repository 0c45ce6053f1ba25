import type { ScriptLibrary, PayService } from '../links/service.ts';
import type { Settings } from '../config/settings.ts';

/** What every route is given. */
export interface RouteContext {
  readonly service: PayService;
  readonly settings: Settings;
  readonly scripts: ScriptLibrary;
}
