/** The style of the page at `/`: rows instead of tables, so that 320 px is enough; light and dark. */
export const INSPECTOR_STYLE = `
:root {
  --ground: #f6f7f4; --sheet: #fff; --text: #17211d; --quiet: #586860; --line: #dbe1dc; --code: #eef2ee; --accent: #0b6b4c;
  --good: #0b6b4c; --good-tint: #dff2e9; --bad: #a5261b; --bad-tint: #fbe6e3; --wait: #7a5200; --wait-tint: #fdf0cf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1412; --sheet: #161e1b; --text: #e8efeb; --quiet: #9dada5; --line: #2b3631; --code: #1e2824; --accent: #5ed3a4;
    --good: #6fdcb0; --good-tint: #14382a; --bad: #ff9f95; --bad-tint: #43201c; --wait: #f0c766; --wait-tint: #3b2f10;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text); -webkit-text-size-adjust: 100%;
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif;
}
header, main, footer { max-width: 68rem; margin-inline: auto; padding-inline: clamp(.9rem, 4vw, 2rem); }
header { padding-block: clamp(1.5rem, 6vw, 3.25rem) 1rem; }
h1 { margin: 0; font-size: clamp(1.6rem, 6vw, 2.3rem); line-height: 1.15; letter-spacing: -.02em; }
h2 { margin: 0 0 .75rem; font-size: 1.1rem; }
.lead { margin: .6rem 0 0; max-width: 42rem; color: var(--quiet); text-wrap: pretty; }
main, .column { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 54rem) { main { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); align-items: start; } .wide { grid-column: 1 / -1; } }
section { padding: clamp(1rem, 3vw, 1.4rem); background: var(--sheet); border: 1px solid var(--line); border-radius: .9rem; min-width: 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .2rem; }
dl { margin: 0; display: grid; gap: .6rem; }
dt { font-size: .85rem; color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: .86rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
dd code { padding: .1rem .35rem; border-radius: .3rem; background: var(--code); user-select: all; }
pre { margin: 0 0 .9rem; padding: .75rem .9rem; border-radius: .6rem; background: var(--code); white-space: pre-wrap; overflow-wrap: anywhere; }
p { margin: 0 0 .6rem; }
ul { margin: 0; padding: 0; list-style: none; }
li { display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: baseline; padding: .5rem 0; border-top: 1px solid var(--line); }
li:first-child { border-top: 0; }
li > .grow { flex: 1 1 12rem; min-width: 0; overflow-wrap: anywhere; }
li > .sub { flex-basis: 100%; }
.sub, .quiet, time { font-size: .85rem; color: var(--quiet); }
.sub { overflow-wrap: anywhere; }
time, .number { font-variant-numeric: tabular-nums; }
.badge { padding: .05rem .5rem; border-radius: 1rem; font-size: .8rem; font-weight: 600; white-space: nowrap; background: var(--code); color: var(--quiet); }
.badge.good { background: var(--good-tint); color: var(--good); }
.badge.bad { background: var(--bad-tint); color: var(--bad); }
.badge.wait { background: var(--wait-tint); color: var(--wait); }
.assumed { padding-inline-start: .6rem; border-inline-start: 3px solid var(--wait-tint); }
.empty { color: var(--quiet); margin: 0; }
footer { padding-block: 1.5rem 3rem; font-size: .9rem; color: var(--quiet); }
`;

/** Fetches the page again every two seconds while it is looked at and replaces what changed, leaving focus alone. */
export const INSPECTOR_SCRIPT = `
const refresh = async () => {
  if (document.hidden) return;
  const answer = await fetch('/');
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    if (next && next.innerHTML !== part.innerHTML) part.replaceChildren(...next.childNodes);
  }
};
setInterval(() => refresh().catch(() => {}), 2000);
`;
