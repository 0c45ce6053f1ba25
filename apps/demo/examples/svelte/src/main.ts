import { configure } from '@mytpe-pay/button';
import { mount } from 'svelte';

import Shop from './shop.svelte';

configure({ endpoint: 'http://127.0.0.1:8020' });
mount(Shop, { target: document.querySelector('#shop')! });
