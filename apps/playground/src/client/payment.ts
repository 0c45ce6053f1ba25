/** The page that stands for MyTPE's payment page in the documentation. */
const query = new URLSearchParams(location.search);
const element = (id: string): HTMLElement => document.querySelector<HTMLElement>(`#${id}`)!;

// Only the path is used, so that no address can lead to another site.
const from = query.get('from');
if (from !== null && URL.canParse(from, location.origin))
  element('back').setAttribute('href', new URL(from, location.origin).pathname);

const amount = query.get('amount');
if (amount !== null) {
  element('amount').querySelector('bdi')!.textContent = `${amount} DZD`;
  element('amount').hidden = false;
}

const link = query.get('link');
// Only the worker knows the link.
if (link !== null && navigator.serviceWorker?.controller) {
  const pay = element('pay');
  pay.hidden = false;
  pay.addEventListener('click', () => {
    void fetch(`/v1/links/${encodeURIComponent(link)}/payment`, { method: 'POST' }).then(({ ok }) => {
      if (!ok) return;
      pay.hidden = true;
      element('paid').textContent = element('paid').dataset['text']!;
    });
  });
}
