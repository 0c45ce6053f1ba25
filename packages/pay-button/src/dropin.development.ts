import './dropin.ts';
import { installWarnings } from './warnings/warnings.ts';

/** The drop-in script for developers: the console explains what is wrong with a page. */
installWarnings();
