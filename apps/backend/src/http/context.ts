import type { ScriptLibrary, PayService } from '../service.ts';
import type { Settings } from '../settings/settings.ts';

/** What every route is given. */
export interface RouteContext {
  readonly service: PayService;
  readonly settings: Settings;
  readonly scripts: ScriptLibrary;
}
