import type { LinkView } from '@mytpe-pay/button';
import { MytpePayButton } from '@mytpe-pay/button/react';
import { useState } from 'react';

export function Shop() {
  const [link, setLink] = useState<LinkView | null>(null);
  return (
    <>
      <h1>Friends of the school</h1>
      <h2>A roof before winter</h2>
      <MytpePayButton offer="donation" onPaid={(event) => setLink(event.detail.link)}>
        <a href="http://127.0.0.1:8020/pay/donation">Donate</a>
      </MytpePayButton>
      <p role="status">{link && `Thank you for ${link.amount} dinars!`}</p>
    </>
  );
}
