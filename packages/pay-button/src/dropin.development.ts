import './dropin.ts';
import { installWarnings } from './warnings/warnings.ts';

/** The drop-in script with explanations in the console: for whoever writes a page. */
installWarnings();
