const TIMEOUT_MS = 5000;

/**
 * Registers the service worker that is the backend, and waits until it serves this page.
 * @returns `false` if the browser has no service workers or refuses this one.
 */
export async function startWorker(address: string): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  const { serviceWorker } = navigator;
  try {
    await serviceWorker.register(address);
    const { active } = await serviceWorker.ready;
    if (serviceWorker.controller) return true;
    const controlled = new Promise<boolean>((resolve) => {
      serviceWorker.addEventListener('controllerchange', () => resolve(true), { once: true });
      setTimeout(() => resolve(serviceWorker.controller !== null), TIMEOUT_MS);
    });
    // A page that was reloaded without its cache has no worker until the worker claims it.
    active?.postMessage('claim', { transfer: [] });
    return await controlled;
  } catch {
    return false;
  }
}
