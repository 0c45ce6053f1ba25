/** Browsers load downloads past the service worker. Loads those of the worker by a request of the page instead. */
export function loadDownloadsFromWorker(): void {
  document.addEventListener('click', (event) => {
    const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (!link?.hasAttribute('download') || !/\/v1\//.test(link.pathname) || link.origin !== location.origin) return;
    event.preventDefault();
    void download(link.href);
  });
}

async function download(address: string): Promise<void> {
  const response = await fetch(address);
  if (!response.ok) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = new URL(address).pathname.split('/').at(-1)!;
  link.click();
  // The browser has read the address by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href));
}
