/** Adds types that the analyzer's package lacks. */
import type { InitializeParams, Plugin } from '@custom-elements-manifest/analyzer';

declare module '@custom-elements-manifest/analyzer' {
  export const ts: InitializeParams['ts'];
  export function create(options: { modules: unknown[]; plugins: Plugin[] }): object;
}
