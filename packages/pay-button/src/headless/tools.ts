import { displayNumber, parseMoney } from '@mytpe-pay/contract/money';

import { PayError, ask, askOnce } from '../backend.ts';
import { parseLink, parseOffer } from '../parse-views.ts';
import type { Tools } from '../payment/tools.ts';

/** The tools of the element, which hands them to its later files, and of a payment without the element. */
export const TOOLS: Tools = { ask, askOnce, parseLink, parseOffer, PayError, parseMoney, displayNumber };
