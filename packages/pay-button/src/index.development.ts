import { installWarnings } from './warnings/warnings.ts';

/** The package with developer warnings, for the export condition `development`. */
installWarnings();

export * from './index.ts';
