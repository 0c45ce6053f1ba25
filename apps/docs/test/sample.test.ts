import { expect, it } from 'vitest';

import { prepareSample } from '../src/live-examples/sample.ts';

it('a sample loses its script and its backend, and keeps everything else', () => {
  const sample = `<script type="module" src="https://pay.shop.example/mytpe-pay-button.js"></script>
<style>mytpe-pay-button { --mytpe-radius: 0 }</style>
<mytpe-pay-button offer="course" endpoint="https://pay.shop.example" lang="fr">
  <a href="https://pay.shop.example/pay/course">Réserver</a>
</mytpe-pay-button>`;
  expect(prepareSample(sample, 'fr')).toBe(`<style>mytpe-pay-button { --mytpe-radius: 0 }</style>
<mytpe-pay-button offer="course" lang="fr">
  <a href="/playground/payment/fr/">Réserver</a>
</mytpe-pay-button>`);
});

it('a sample without the button is refused', () => {
  expect(() => prepareSample('<p>Pay</p>', 'en')).toThrow('must contain <mytpe-pay-button>');
});
