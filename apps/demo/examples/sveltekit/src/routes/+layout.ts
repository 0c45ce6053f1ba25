import '@mytpe-pay/button/define';

import { configure } from '@mytpe-pay/button';

configure({ endpoint: 'http://127.0.0.1:8020' });
