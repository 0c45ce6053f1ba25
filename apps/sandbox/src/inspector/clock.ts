import { type Html, html } from '../html.ts';
import { callButton } from './parts.ts';

const JUMPS = [
  ['+1 min', 60_000],
  ['+10 min', 600_000],
  ['+1 h', 3_600_000],
  ['+1 day', 86_400_000],
  ['+30 days', 2_592_000_000],
] as const;

/** The panel with the sandbox’s time and the buttons that move it. */
export function clockPanel(now: Date): Html {
  const iso = now.toISOString();
  return html`<section id="clock" aria-labelledby="clock-title">
    <div class="bar">
      <h2 id="clock-title">Clock</h2>
      ${callButton('Real time', 'DELETE /_sandbox/clock', { done: 'The clock shows the real time.', kind: 'plain' })}
    </div>
    <p class="now">
      <time datetime="${iso}" data-now>${iso.slice(0, 10)} <strong>${iso.slice(11, 19)}</strong></time>
      <span class="quiet">UTC</span>
    </p>
    <div class="presets">
      ${JUMPS.map(([label, advance_ms]) =>
        callButton(label, 'PUT /_sandbox/clock', { body: { advance_ms }, done: `The clock moved: ${label}.` }),
      )}
    </div>
    <p class="quiet">Windows, expiries and retries follow this clock.</p>
  </section>`;
}
