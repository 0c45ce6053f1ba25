import '@mytpe-pay/button/define';

import type { LinkView } from '@mytpe-pay/button';
import { useState } from 'react';

export function Shop() {
  const [link, setLink] = useState<LinkView | null>(null);
  return (
    <>
      <h1>Friends of the school</h1>
      <h2>A roof before winter</h2>
      <mytpe-pay-button offer="donation" onmytpe-paid={(event) => setLink(event.detail.link)}>
        <a href="http://127.0.0.1:8020/pay/donation">Donate</a>
      </mytpe-pay-button>
      <p role="status">{link && `Thank you for ${link.amount} dinars!`}</p>
    </>
  );
}
