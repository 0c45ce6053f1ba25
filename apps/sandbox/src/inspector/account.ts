import { type Html, html } from '../html.ts';
import { isChargeable } from '../model/payability.ts';
import { TRADER } from '../model/seed.ts';
import type { World } from '../model/world.ts';
import { badge, liveList, statusBadge } from './parts.ts';

/** The panel with the merchant’s account: KYC dossiers, instances of both APIs, forms. */
export function accountPanel(world: World): Html {
  const instances = [...world.instances.values()].map((instance) => {
    const { id, title, status, acceptance_status } = instance;
    return row(id, 'ext', title, badge(`${acceptance_status} · ${status}`, isChargeable(instance) ? 'good' : 'bad'));
  });
  const kyc = [
    ...[...world.identifications.values()].map(({ id, name, status }) => row(id, 'dossier', name, statusBadge(status))),
    ...[...world.brands.values()].map(({ id, name, status }) => row(id, 'brand', name, statusBadge(status))),
    ...[...world.bankAccounts.values()].map(({ id, account_number, status }) =>
      row(id, 'account', `…${account_number.slice(-4)}`, statusBadge(status)),
    ),
  ];
  const v2Instances = [...world.v2Instances.values()].map(({ id, name, status }) =>
    row(id, 'v2', name, statusBadge(status)),
  );
  const forms = [...world.forms.values()].map(({ id, name, status }) => row(id, 'ext', name, statusBadge(status)));
  return html`<section id="account" aria-labelledby="account-title">
    <h2 id="account-title">Account</h2>
    <p><bdi>${TRADER.name}</bdi> <span class="quiet">${TRADER.email}</span></p>
    <h3>KYC</h3>
    ${liveList('kyc', kyc, 'None.')}
    <h3>Payment instances</h3>
    ${liveList('instances', [...instances, ...v2Instances], 'None.')}
    <h3>Forms</h3>
    ${liveList('forms', forms, 'None.')}
  </section>`;
}

function row(id: string, api: string, title: string, state: Html): Html {
  return html`<li data-key="${id}" class="row">
    ${badge(api)}<span class="grow"
      ><bdi>${title}</bdi><span class="sub"><code>${id}</code></span></span
    >${state}
  </li>`;
}
