import { bootstrapApplication } from '@angular/platform-browser';
import { configure } from '@mytpe-pay/button';

import { Shop } from './shop';

configure({ endpoint: 'http://127.0.0.1:8020' });
bootstrapApplication(Shop).catch((error: unknown) => console.error(error));
