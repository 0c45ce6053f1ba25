/** The style of the page at `/`, light and dark. It uses rows instead of tables, so that it fits into 320 px. */
export const INSPECTOR_STYLE = `
:root {
  --ground: #f4f6f3; --sheet: #fff; --text: #15201b; --quiet: #55655d; --line: #e0e6e1; --code: #eef2ee; --accent: #0b6b4c;
  --good: #0b6b4c; --good-tint: #dff2e9; --bad: #a5261b; --bad-tint: #fbe6e3; --wait: #7a5200; --wait-tint: #fdf0cf;
  --shadow: 0 1px 2px rgb(20 40 30 / .05), 0 4px 16px rgb(20 40 30 / .04); --control-line: #7d8c84;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0c1210; --sheet: #151d1a; --text: #e8efeb; --quiet: #9dada5; --line: #26312c; --code: #1d2723; --accent: #5ed3a4;
    --good: #6fdcb0; --good-tint: #14382a; --bad: #ff9f95; --bad-tint: #43201c; --wait: #f0c766; --wait-tint: #3b2f10;
    --shadow: none; --control-line: #6b7b73;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 4.5rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body {
  margin: 0; background: var(--ground); color: var(--text); -webkit-text-size-adjust: 100%;
  font: .9375rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif;
}
header, main, footer { padding-inline: clamp(.75rem, 3vw, 2rem); }
main, footer { max-width: 96rem; margin-inline: auto; }
header {
  position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: .4rem 1.4rem; min-height: 3.4rem;
  background: color-mix(in srgb, var(--sheet) 92%, transparent); backdrop-filter: blur(8px); border-bottom: 1px solid var(--line);
}
h1 { margin: 0; font-size: 1.05rem; letter-spacing: -.01em; white-space: nowrap; }
h2 { margin: 0; font-size: 1.05rem; letter-spacing: -.01em; }
h3 { margin: 1.1rem 0 .35rem; font-size: .85rem; color: var(--quiet); font-weight: 600; }
h4 { margin: .6rem 0 .25rem; font-size: .8rem; color: var(--quiet); }
nav { display: flex; gap: .2rem; overflow-x: auto; scrollbar-width: none; min-width: 0; flex: 1; }
nav a { padding: .3rem .6rem; border-radius: .45rem; color: var(--quiet); text-decoration: none; white-space: nowrap; }
nav a:hover { background: var(--code); color: var(--text); }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: .5rem; top: .5rem; z-index: 3; padding: .4rem .7rem; background: var(--sheet); }
.live { font-size: .8rem; color: var(--quiet); white-space: nowrap; }
.live::before { content: ""; display: inline-block; width: .55rem; height: .55rem; margin-inline-end: .4rem; border-radius: 50%; background: var(--wait); }
.live[data-state=live]::before { background: var(--good); }
.live[data-state=offline]::before { background: var(--bad); }
.intro { display: grid; gap: 1rem 2rem; padding-block: 1.4rem 1rem; align-items: center; }
.lead { margin: 0; max-width: 46rem; color: var(--quiet); text-wrap: pretty; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .6rem; }
.tiles li { display: grid; padding: .6rem .9rem; background: var(--sheet); border: 1px solid var(--line); border-radius: .8rem; box-shadow: var(--shadow); font-size: .8rem; }
.tiles strong { font-size: 1.45rem; line-height: 1.25; letter-spacing: -.02em; }
.columns, .column { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); align-content: start; }
.columns { margin-bottom: 1rem; }
@media (min-width: 60rem) {
  .intro { grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); }
  .columns { grid-template-columns: minmax(0, 1fr) 23rem; align-items: start; }
  .pair { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 2rem; }
}
section { padding: clamp(.9rem, 2vw, 1.25rem); background: var(--sheet); border: 1px solid var(--line); border-radius: .9rem; box-shadow: var(--shadow); min-width: 0; }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; margin-bottom: .5rem; }
.filters { display: flex; flex-wrap: wrap; gap: .4rem .6rem; align-items: center; min-width: 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .3rem; }
summary:focus-visible { outline-offset: -2px; }
button, input[type=search], select {
  font: inherit; font-size: .85rem; color: var(--text); background: var(--sheet); border: 1px solid var(--control-line); border-radius: .5rem;
  padding: .3rem .65rem; min-height: 2rem; max-width: 100%;
}
button { cursor: pointer; font-weight: 550; }
button:hover { background: var(--code); }
button:active { translate: 0 1px; }
button.plain { border-color: transparent; background: transparent; color: var(--accent); padding-inline: .45rem; }
button.plain:hover { background: var(--code); }
input[type=search] { width: 14rem; }
.check { display: inline-flex; gap: .35rem; align-items: center; font-size: .85rem; }
.check input { width: 1rem; height: 1rem; accent-color: var(--accent); margin: 0; }
.presets { display: flex; flex-wrap: wrap; gap: .35rem; margin-bottom: .6rem; }
.presets button { padding: .2rem .55rem; font-size: .8rem; min-height: 1.75rem; border-color: var(--line); }
.presets button:hover { border-color: var(--control-line); }
.fault { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .6rem; align-items: center; padding: .42rem 0; }
dl { margin: .5rem 0 0; display: grid; gap: .55rem; }
dt { font-size: .8rem; color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: .8125rem/1.5 ui-monospace, "Cascadia Code", "DejaVu Sans Mono", monospace; }
dd code { padding: .1rem .35rem; border-radius: .3rem; background: var(--code); user-select: all; }
pre { margin: 0 0 .8rem; padding: .7rem .85rem; border-radius: .6rem; background: var(--code); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem; overflow: auto; }
.copy { user-select: all; }
p { margin: 0 0 .5rem; }
ul, ol { margin: 0; padding: 0; list-style: none; }
[data-live] > li + li { border-top: 1px solid var(--line); }
.tiles[data-live] > li { border-top: 1px solid var(--line); }
.row, summary, .attempts li { display: flex; flex-wrap: wrap; gap: .15rem .6rem; align-items: center; padding: .42rem 0; }
summary { cursor: pointer; padding-inline: .3rem; border-radius: .3rem; list-style-position: outside; }
summary::before { content: ""; flex: none; width: .4rem; height: .4rem; border: solid var(--quiet); border-width: 0 1.5px 1.5px 0; rotate: -45deg; }
details[open] > summary::before { rotate: 45deg; }
summary:hover { background: var(--code); }
summary::-webkit-details-marker { display: none; }
.grow { flex: 1 1 11rem; min-width: 0; overflow-wrap: anywhere; }
.grow.whole { flex-basis: 100%; }
.inside { padding: .2rem .3rem .7rem; border-inline-start: 3px solid var(--line); padding-inline-start: .9rem; margin-block: .2rem .5rem; }
.sub { display: block; flex-basis: 100%; overflow-wrap: anywhere; }
.sub, .quiet, time { font-size: .8rem; color: var(--quiet); }
.sub code { font-size: .75rem; }
code .quiet { font-size: inherit; }
time, .number { font-variant-numeric: tabular-nums; }
.method { min-width: 3.4rem; font: 700 .75rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; color: var(--quiet); }
.method.POST, .method.PUT, .method.PATCH { color: var(--accent); }
.method.DELETE { color: var(--bad); }
.badge { padding: .05rem .5rem; border-radius: 1rem; font-size: .75rem; font-weight: 600; white-space: nowrap; background: var(--code); color: var(--quiet); }
.badge.good { background: var(--good-tint); color: var(--good); }
.badge.bad { background: var(--bad-tint); color: var(--bad); }
.badge.wait { background: var(--wait-tint); color: var(--wait); }
.assumed { padding-inline-start: .6rem; border-inline-start: 3px solid var(--wait-tint); font-size: .85rem; color: var(--quiet); }
.now { font-size: 1rem; }
.now time { font-size: 1rem; }
.now strong { font-size: 1.6rem; letter-spacing: -.02em; color: var(--text); margin-inline-start: .2rem; }
.empty { color: var(--quiet); margin: 0; padding: .4rem 0; }
#notice {
  position: fixed; inset-block-end: 1rem; inset-inline: 1rem; margin: 0 auto; width: fit-content; max-width: calc(100vw - 2rem); z-index: 3;
  padding: .6rem 1rem; border-radius: .7rem; background: var(--text); color: var(--ground); box-shadow: 0 6px 30px rgb(0 0 0 / .25);
}
#notice.bad { background: var(--bad); color: var(--sheet); }
footer { padding-block: 1.2rem 3rem; font-size: .85rem; color: var(--quiet); }
@media (max-width: 40rem) {
  header { flex-wrap: wrap; padding-block: .5rem; }
  nav { order: 3; flex-basis: 100%; margin-inline: -.4rem; }
  .live { margin-inline-start: auto; }
  input[type=search] { width: 100%; }
  summary .grow { order: 1; flex-basis: 100%; }
  summary .method { min-width: max-content; flex: 1; }
  .filters { width: 100%; }
  html { scroll-padding-top: 6rem; }
}
`;
