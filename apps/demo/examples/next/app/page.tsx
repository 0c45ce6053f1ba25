import { Donation } from './donation';

export default function Page() {
  return (
    <main>
      <h1>Friends of the school</h1>
      <h2>A roof before winter</h2>
      <Donation />
    </main>
  );
}
