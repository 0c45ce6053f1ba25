/**
 * The page’s script, inline and allowed by its hash. It listens for changes, fetches the page again and replaces only the
 * rows that differ, so that focus, open details and filters stay. It also runs the buttons.
 */
export const INSPECTOR_SCRIPT = `
const $ = (id) => document.getElementById(id);
const versions = new WeakMap();
const remember = (row) => versions.set(row, row.outerHTML);
const focusable = (row) => [...row.querySelectorAll('a, button, input, select, summary')];

const carryOver = (old, row) => {
  const details = row.querySelector('details'), was = old.querySelector('details');
  if (details && was && was.open) details.open = true;
  const at = focusable(old).indexOf(document.activeElement);
  old.replaceWith(row);
  if (at >= 0) focusable(row)[at]?.focus();
};
const sync = (list, fresh) => {
  const rows = new Map([...list.children].map((row) => [row.dataset.key, row]));
  let cursor = list.firstElementChild;
  for (let row of [...fresh.children]) {
    const old = rows.get(row.dataset.key);
    rows.delete(row.dataset.key);
    if (old && versions.get(old) === row.outerHTML) row = old;
    else {
      remember(row);
      if (old) {
        if (cursor === old) cursor = row;
        carryOver(old, row);
      }
    }
    if (row === cursor) cursor = cursor.nextElementSibling;
    else list.insertBefore(row, cursor);
  }
  for (const row of rows.values()) row.remove();
};

let asked = 0, shown = 0;
const refresh = async () => {
  if (document.hidden) return;
  const turn = ++asked;
  const response = await fetch('/');
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  if (turn < shown) return;
  shown = turn;
  for (const list of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(list.id);
    if (next) sync(list, next);
  }
  filter();
};

const filter = () => {
  const words = $('filter-text').value.toLowerCase().split(' ').filter(Boolean);
  const api = $('filter-api').value, problems = $('filter-problems').checked;
  let hidden = 0, total = 0;
  for (const row of $('calls').children) {
    if (row.dataset.text === undefined) continue;
    total += 1;
    const passes = words.every((word) => row.dataset.text.includes(word)) &&
      (!api || row.dataset.api === api) && (!problems || row.dataset.problem === 'true');
    row.hidden = !passes;
    hidden += passes ? 0 : 1;
  }
  $('filter-none').hidden = total === 0 || hidden < total;
};

let noticeTimer;
const notice = (text, isBad) => {
  const box = $('notice');
  box.textContent = text;
  box.className = isBad ? 'bad' : '';
  box.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { box.hidden = true; }, isBad ? 8000 : 3000);
};
const call = async (line, body, done) => {
  const [method, path] = line.split(' ');
  const init = body ? { method, body, headers: { 'content-type': 'application/json' } } : { method };
  try {
    const response = await fetch(path, init);
    const text = await response.text();
    if (response.ok) return notice(done, false);
    let message = text;
    try { message = JSON.parse(text).message || text; } catch {}
    notice(message || 'Refused with ' + response.status + '.', true);
  } catch {
    notice('The sandbox does not respond.', true);
  }
};
const showExchange = async (details) => {
  const box = details.querySelector('.exchange');
  const response = await fetch('/_sandbox/exchanges/' + details.dataset.exchange);
  const exchange = response.ok ? await response.json() : {};
  box.replaceChildren();
  for (const [name, text] of [['Request', exchange.request], ['Response', exchange.response]]) {
    if (!text) continue;
    const title = document.createElement('h4'), body = document.createElement('pre');
    title.textContent = name;
    body.textContent = text;
    body.tabIndex = 0;
    box.append(title, body);
  }
  if (!box.children.length) box.textContent = 'No bodies. The call had none, or they were removed because they are too old.';
};

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-call]');
  if (button) call(button.dataset.call, button.dataset.body, button.dataset.done).then(refresh);
});
document.addEventListener('toggle', (event) => {
  const details = event.target;
  if (details.open && details.dataset.exchange) showExchange(details).catch(() => {});
}, true);
document.addEventListener('submit', (event) => {
  event.preventDefault();
  const [api, name] = new FormData(event.target).get('event').split(' ');
  const receiver = document.querySelector('[data-receiver=' + api + ']');
  if (!receiver) return notice('No receiver subscribed to ' + api + ' events yet.', true);
  const instance = api === 'v2' ? { instance_id: receiver.dataset.key } : {};
  const body = JSON.stringify({ api, event: name, ...instance });
  call('POST /_sandbox/events', body, name + ' is sent to its receivers.').then(refresh);
});
for (const id of ['filter-text', 'filter-api', 'filter-problems']) $(id).addEventListener('input', filter);

const state = (name) => { $('live').dataset.state = name; $('live').textContent = name; };
const listen = () => {
  const changes = new EventSource('/_sandbox/changes');
  changes.onopen = () => { state('live'); refresh().catch(() => {}); };
  changes.onerror = () => state('offline');
  changes.addEventListener('changed', () => refresh().catch(() => {}));
  changes.addEventListener('clock', ({ data }) => {
    const time = document.querySelector('[data-now]');
    time.dateTime = data;
    time.firstChild.data = data.slice(0, 10) + ' ';
    time.lastChild.textContent = data.slice(11, 19);
  });
};
for (const row of document.querySelectorAll('[data-live] > *')) remember(row);
document.addEventListener('visibilitychange', () => refresh().catch(() => {}));
listen();
`;
