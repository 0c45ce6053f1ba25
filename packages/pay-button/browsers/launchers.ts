import { type BrowserLauncher } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import puppeteer from 'puppeteer-core';

import { BROWSER_FLAGS } from '../../../.ci/browser-flags.ts';

/** The engines that the element's suite runs in. */
export const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
export type Engine = (typeof ENGINES)[number];

/** The port of `WebKitWebDriver`. The caller starts the driver. */
export const WEBKIT_DRIVER_PORT = 4723;
export const FIREFOX = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr';
export const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

const LAUNCHERS: Record<Engine, () => BrowserLauncher> = {
  chromium: () =>
    chromeLauncher({
      launchOptions: { executablePath: process.env['CHROME_PATH'] ?? '/usr/bin/chromium', args: [...BROWSER_FLAGS] },
    }),
  firefox: () =>
    chromeLauncher({
      puppeteer: puppeteer as never,
      launchOptions: { browser: 'firefox', executablePath: FIREFOX },
    }),
  webkit: () =>
    webdriverLauncher({
      automationProtocol: 'webdriver',
      hostname: '127.0.0.1',
      port: WEBKIT_DRIVER_PORT,
      capabilities: {
        browserName: 'MiniBrowser',
        'wdio:enforceWebDriverClassic': true,
        'webkitgtk:browserOptions': { binary: MINI_BROWSER, args: ['--automation'] },
      } as never,
    }),
};

/** @param named such as `firefox,webkit`. Default: Chromium. @throws if a name is not in {@link ENGINES}. */
export function browsersOf(named = 'chromium'): BrowserLauncher[] {
  return named.split(',').map((name) => {
    const launcher = LAUNCHERS[name as Engine];
    if (!launcher) throw new Error(`ELEMENT_BROWSERS: ${name} is not one of ${ENGINES.join(', ')}`);
    return launcher();
  });
}
