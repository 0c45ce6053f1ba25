import './dropin.ts';
import { installWarnings } from './warnings/warnings.ts';

/** The drop-in script for developers, with warnings in the console. */
installWarnings();
