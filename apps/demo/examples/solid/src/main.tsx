import { configure } from '@mytpe-pay/button';
import { render } from 'solid-js/web';

import { Shop } from './shop.tsx';

configure({ endpoint: 'http://127.0.0.1:8020' });
render(() => <Shop />, document.querySelector('#shop')!);
