import { Component, signal } from '@angular/core';
import type { LinkView } from '@mytpe-pay/button';
import { PayButtonDirective } from '@mytpe-pay/button/angular';

@Component({
  selector: '#shop',
  imports: [PayButtonDirective],
  template: `
    <h1>Friends of the school</h1>
    <h2>A roof before winter</h2>
    <mytpe-pay-button offer="donation" (mytpe-paid)="link.set($event.detail.link)">
      <a href="http://127.0.0.1:8020/pay/donation">Donate</a>
    </mytpe-pay-button>
    <p role="status">
      @if (link(); as paid) {
        Thank you for {{ paid.amount }} dinars!
      }
    </p>
  `,
})
export class Shop {
  readonly link = signal<LinkView | undefined>(undefined);
}
