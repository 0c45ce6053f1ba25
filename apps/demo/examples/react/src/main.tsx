import { configure } from '@mytpe-pay/button';
import { createRoot } from 'react-dom/client';

import { Shop } from './shop.tsx';

configure({ endpoint: 'http://127.0.0.1:8020' });
createRoot(document.querySelector('#shop')!).render(<Shop />);
