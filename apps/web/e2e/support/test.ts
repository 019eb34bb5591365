import AxeBuilder from '@axe-core/playwright';
import { existsSync } from 'node:fs';
import { expect, test as base, type Page } from '@playwright/test';
import { testSystem } from './environment';

/** A test whose page may write no console error and throw nothing. */
export const test = base.extend<{ quietConsole: undefined; prefer: (choice: Preference) => Promise<void> }>({
  // Playwright reads from the pattern what a fixture needs
  // oxlint-disable-next-line no-empty-pattern
  baseURL: ({}, use) => use(testSystem().dashboardUrl),
  /** signed in, once there is an administrator */
  // oxlint-disable-next-line no-empty-pattern
  storageState: ({}, use) => use(existsSync(testSystem().storageState) ? testSystem().storageState : undefined),
  quietConsole: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' && !isExpected(message.text())) said.push(message.text());
      });
      page.on('pageerror', (error) => said.push(error.message));
      await use(undefined);
      expect(said, 'the console stays quiet').toEqual([]);
    },
    { auto: true },
  ],
  /** Colours and language of the dashboard, as the user menu sets them; call before the first page. Undone afterwards. */
  prefer: async ({ page }, use) => {
    let isForeign = false;
    await use(async ({ scheme, locale = 'ja' }) => {
      isForeign = locale !== 'ja';
      if (isForeign) await saveLocale(page, locale);
      await page.addInitScript((value) => localStorage.setItem('kubari-color-scheme', value), scheme);
      await page.addInitScript((value) => localStorage.setItem('kubari-locale', value), locale);
    });
    if (isForeign) await saveLocale(page, 'ja');
  },
});

interface Preference {
  readonly scheme: 'light' | 'dark';
  readonly locale?: 'ja' | 'en';
}

export { expect };

/**
 * Chromium reports every refused request by itself; a refusal that the page explains is no fault. Nor is it one that the
 * frame of a mail runs no script: it says so of what the browser's tools put there.
 */
const isExpected = (text: string): boolean =>
  /status of 4(01|03|04|09|22|29)|^Blocked script execution in 'about:srcdoc'/.test(text);

/** No violation of WCAG 2.2 AA. Sandboxed frames are left out: axe waits in them for a script that may not run. */
export async function expectAccessible(page: Page): Promise<void> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .exclude('iframe')
    .setLegacyMode() // all in this page: a second one to put frames together in costs as much again
    .analyze();
  const summary = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  expect(summary, 'no accessibility violation').toEqual([]);
}

/** Waits until transitions have ended: half-faded text fails any contrast check. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
        .map((animation) => animation.finished.catch(() => undefined)),
    ),
  );
}

const saveLocale = (page: Page, locale: 'ja' | 'en') => callApi(page, 'PATCH', '/api/session/locale', { locale });

/** A request of the signed-in user, for preparing what a test is not about. */
export async function callApi<T>(
  page: Page,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  data?: object,
): Promise<T> {
  const { csrfToken } = (await (await page.request.get('/api/session')).json()) as { csrfToken: string };
  const response = await page.request.fetch(path, {
    method,
    headers: { 'X-CSRF-Token': csrfToken },
    ...(data ? { data } : {}),
  });
  if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
  return (response.status() === 204 ? null : await response.json()) as T;
}
