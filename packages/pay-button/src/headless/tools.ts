import { displayNumber, parseMoney } from '@mytpe-pay/contract/money';

import { PayError, ask, askOnce } from '../backend.ts';
import { parseLink, parseOffer } from '../parse-views.ts';
import type { Tools } from '../payment/tools.ts';

/** What the element hands to its later files; here everything is at hand. */
export const TOOLS: Tools = { ask, askOnce, parseLink, parseOffer, PayError, parseMoney, displayNumber };
