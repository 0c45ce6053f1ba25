import { installWarnings } from './warnings/warnings.ts';

/** The package with explanations in the console: for the export condition `development`. */
installWarnings();

export * from './index.ts';
