import '@mytpe-pay/button/define';

import type { LinkView } from '@mytpe-pay/button';
import { createSignal } from 'solid-js';

export function Shop() {
  const [link, setLink] = createSignal<LinkView>();
  return (
    <>
      <h1>Friends of the school</h1>
      <h2>A roof before winter</h2>
      <mytpe-pay-button offer="donation" on:mytpe-paid={(event) => setLink(event.detail.link)}>
        <a href="http://127.0.0.1:8020/pay/donation">Donate</a>
      </mytpe-pay-button>
      <p role="status">{link() && `Thank you for ${link()!.amount} dinars!`}</p>
    </>
  );
}
