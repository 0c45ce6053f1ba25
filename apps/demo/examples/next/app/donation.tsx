'use client';

import { type LinkView, configure } from '@mytpe-pay/button';
import { MytpePayButton } from '@mytpe-pay/button/react';
import { useState } from 'react';

configure({ endpoint: 'http://127.0.0.1:8020' });

export function Donation() {
  const [link, setLink] = useState<LinkView | null>(null);
  return (
    <>
      <MytpePayButton offer="donation" onPaid={(event) => setLink(event.detail.link)}>
        <a href="http://127.0.0.1:8020/pay/donation">Donate</a>
      </MytpePayButton>
      <p role="status">{link && `Thank you for ${link.amount} dinars!`}</p>
    </>
  );
}
