import '@mytpe-pay/button/define';

import { configure } from '@mytpe-pay/button';

export default defineNuxtPlugin(() => configure({ endpoint: 'http://127.0.0.1:8020' }));
