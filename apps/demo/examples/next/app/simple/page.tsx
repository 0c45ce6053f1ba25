import { MytpePayButton } from '@mytpe-pay/button/react';

export default function Page() {
  return (
    <main>
      <h1>Friends of the school</h1>
      <h2>A roof before winter</h2>
      <MytpePayButton offer="donation" endpoint="http://127.0.0.1:8020">
        <a href="http://127.0.0.1:8020/pay/donation">Donate</a>
      </MytpePayButton>
    </main>
  );
}
