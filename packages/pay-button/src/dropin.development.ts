/** The drop-in script for developers, served as `mytpe-pay-button.dev.js`. */
import './dropin.ts';
