import { configure } from '@mytpe-pay/button';
import { createApp } from 'vue';

import Shop from './shop.vue';

configure({ endpoint: 'http://127.0.0.1:8020' });
createApp(Shop).mount('#shop');
