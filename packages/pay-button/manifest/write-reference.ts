import { writeFileSync } from 'node:fs';

import { REFERENCE, referenceText } from './reference-file.ts';

writeFileSync(REFERENCE, referenceText());
