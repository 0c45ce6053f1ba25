/** The style of the hosted page: one column, readable at 320 px, light and dark, left-to-right and right-to-left. */
export const PAY_STYLE = `
:root {
  --ground: #eef1ee; --sheet: #fff; --text: #16211c; --quiet: #5a6a62; --line: #d5ddd8; --field: #7c8b84;
  --accent: #0b6b4c; --on-accent: #fff; --tint: #e7f3ee; --bad: #a5261b; --band: #ffd34d; --on-band: #2b2100;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1412; --sheet: #18211d; --text: #e9f0ec; --quiet: #a0b0a8; --line: #2e3a34; --field: #71827a;
    --accent: #5ed3a4; --on-accent: #06281b; --tint: #1b302770; --bad: #ff9a8f; --band: #e0b32e;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text); -webkit-text-size-adjust: 100%;
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif;
}
.band { margin: 0; padding: .5rem 1rem; background: var(--band); color: var(--on-band); text-align: center; font-weight: 600; font-size: .875rem; }
main {
  max-width: 30rem; margin: clamp(.75rem, 5vh, 3.5rem) auto; padding: clamp(1.1rem, 5vw, 2.25rem);
  background: var(--sheet); border-radius: 1.1rem; box-shadow: 0 1px 2px #0002, 0 16px 48px -20px #0004;
}
@media (max-width: 32rem) { main { margin: .75rem; } }
.top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .25rem 1rem; font-size: .875rem; color: var(--quiet); }
.top p { margin: 0; }
.top strong { color: var(--text); }
nav { display: flex; gap: .9rem; }
nav a { color: inherit; padding-block: .15rem; }
nav a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
h1 { margin: 1.5rem 0 .25rem; font-size: 1.3rem; line-height: 1.3; overflow-wrap: anywhere; text-wrap: balance; }
.logo { display: block; max-width: 9rem; max-height: 4rem; margin-top: 1.25rem; border-radius: .5rem; object-fit: contain; }
.logo + h1 { margin-top: .75rem; }
h2 { margin: 0; font-size: 1.05rem; line-height: 1.35; overflow-wrap: anywhere; }
[dir="rtl"] :is(h1, h2, p, span)[dir="auto"] { text-align: right; }
.description, .note { margin: 0; color: var(--quiet); overflow-wrap: anywhere; }
.description { white-space: pre-line; }
.note + .note { margin-top: .5rem; }
.total { margin: .6rem 0 0; font-size: clamp(1.9rem, 10vw, 2.6rem); font-weight: 700; line-height: 1.2; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
[lang="ar"] .total { letter-spacing: 0; }
form { margin: 1.5rem 0 0; display: grid; gap: 1.35rem; }
form > *, .group > *, .named > * { min-width: 0; }
.group, .named { display: grid; gap: 1.1rem; }
.group:has(h2) { padding-top: 1.35rem; border-top: 1px solid var(--line); }
.group h2 + .hint { margin-top: -.9rem; }
.customer:has(#anonymous:checked) .named { display: none; }
label.name, legend { display: block; padding: 0; font-weight: 600; overflow-wrap: anywhere; }
.optional { font-weight: 400; color: var(--quiet); }
.hint { margin: 0; font-size: .875rem; color: var(--quiet); }
.problem { margin: .4rem 0 0; font-size: .9rem; font-weight: 600; color: var(--bad); }
.entry { position: relative; margin-top: .4rem; }
.entry :is(input, select, textarea) {
  display: block; width: 100%; min-height: 3rem; padding: .65rem .9rem; border: 1px solid var(--field); border-radius: .7rem;
  background: transparent; color: inherit; font: inherit; font-size: 1.05rem;
}
.entry textarea { resize: vertical; line-height: 1.45; }
.entry option { background: var(--sheet); color: var(--text); }
.entry.money input { padding-right: 4rem; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
.entry span { position: absolute; right: .9rem; inset-block: 0; display: grid; align-items: center; color: var(--quiet); }
.entry [aria-invalid] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
.choice {
  display: grid; grid-template-columns: auto 1fr auto; align-items: center; gap: 0 .75rem; min-height: 3rem; padding: .6rem .9rem; margin-top: .5rem;
  border: 1px solid var(--line); border-radius: .7rem; cursor: pointer; overflow-wrap: anywhere;
}
.group > .choice { margin-top: 0; }
.choice:has(:checked) { border-color: var(--accent); background: var(--tint); box-shadow: 0 0 0 1px var(--accent); }
.choice:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.choice input { width: 1.2rem; height: 1.2rem; margin: 0; accent-color: var(--accent); outline: 0; }
.choice bdi { justify-self: start; font: .9rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; color: var(--quiet); white-space: nowrap; }
@media (max-width: 28rem) { .choice bdi { grid-area: 2 / 2; } }
.field:has(> .problem) .choice { border-color: var(--bad); }
.summary { margin-top: 1.25rem; padding: .9rem 1.1rem; border: 2px solid var(--bad); border-radius: .8rem; }
.summary ul { margin: .4rem 0 0; padding-inline-start: 1.1rem; }
.summary li { padding-block: .15rem; }
.summary a { color: var(--bad); overflow-wrap: anywhere; }
button, .action {
  display: block; width: 100%; min-height: 3.25rem; padding: .8rem 1rem; border: 0; border-radius: .8rem;
  background: var(--accent); color: var(--on-accent); font: inherit; font-size: 1.1rem; font-weight: 650; text-align: center; text-decoration: none; cursor: pointer;
}
button:hover, .action:hover { filter: brightness(1.08); }
.action.quiet { margin-top: .6rem; background: transparent; color: inherit; box-shadow: inset 0 0 0 1px var(--field); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.mark { display: grid; place-items: center; width: 3.25rem; height: 3.25rem; margin-top: 1.5rem; border-radius: 50%; background: var(--tint); color: var(--accent); font-size: 1.6rem; font-weight: 700; }
[id] { scroll-margin-top: 5rem; }
.mark.wait { background: color-mix(in srgb, var(--band) 30%, transparent); color: inherit; }
.mark.bad { background: color-mix(in srgb, var(--bad) 14%, transparent); color: var(--bad); }
.mark + h1 { margin-top: .9rem; }
.what { margin: 1rem 0 0; font-weight: 600; overflow-wrap: anywhere; }
dl { margin: 1.4rem 0 0; border-block-start: 1px solid var(--line); }
dl div { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; padding: .6rem 0; border-block-end: 1px solid var(--line); }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
dd code { font-size: .8rem; }
dl + .action { margin-top: 1.4rem; }
`;
