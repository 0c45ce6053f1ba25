import './define.ts';
import { installWarnings } from './warnings/warnings.ts';

/** Defines the element, with explanations in the console: for the export condition `development`. */
installWarnings();
