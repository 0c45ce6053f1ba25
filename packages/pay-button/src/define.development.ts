import './define.ts';
import { installWarnings } from './warnings/warnings.ts';

/** Defines the element and its developer warnings, for the export condition `development`. */
installWarnings();
