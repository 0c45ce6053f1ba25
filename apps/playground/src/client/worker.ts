const TIMEOUT_MS = 10_000;

/**
 * Registers the service worker that is the backend, and waits until it serves this page.
 * @returns `false` if the browser has no service workers, or refuses this one, or does not start it within 10 seconds.
 */
export async function startWorker(address: string): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), TIMEOUT_MS));
  return Promise.race([register(navigator.serviceWorker, address), late]).catch(() => false);
}

async function register(container: ServiceWorkerContainer, address: string): Promise<boolean> {
  await container.register(address);
  const { active } = await container.ready;
  if (container.controller) return true;
  const controlled = new Promise((resolve) => container.addEventListener('controllerchange', resolve, { once: true }));
  // A page that was reloaded without its cache has no worker until the worker claims it.
  active?.postMessage('claim', { transfer: [] });
  await controlled;
  return true;
}
