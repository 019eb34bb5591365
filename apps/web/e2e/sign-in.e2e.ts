import { ADMINISTRATOR } from './support/environment';
import { expect, expectAccessible, test } from './support/test';

test.describe('somebody who is not signed in', () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test('is led to sign-in and back to the page that was asked for', async ({ page }) => {
    await page.goto('/customers?q=abc');
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await page.getByLabel('メールアドレス').fill(ADMINISTRATOR.email);
    await page.getByLabel('パスワード', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'サインイン' }).click();
    await expect(page.getByRole('alert')).toContainText('メールアドレスまたはパスワードが正しくありません');
    await page.getByLabel('パスワード', { exact: true }).fill(ADMINISTRATOR.password);
    await page.getByRole('button', { name: 'サインイン' }).click();
    await expect(page).toHaveURL(/\/customers\?q=abc$/);
    await expect(page.getByRole('heading', { name: '顧客一覧' })).toBeVisible();
  });

  test('can sign in again after signing out, and sees nothing in between', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByLabel('メールアドレス').fill(ADMINISTRATOR.email);
    await page.getByLabel('パスワード', { exact: true }).fill(ADMINISTRATOR.password);
    await page.getByRole('button', { name: 'サインイン' }).click();
    await page.getByRole('button', { name: /アカウントメニュー/ }).click();
    await page.getByRole('menuitem', { name: 'サインアウト' }).click();
    await expect(page.getByRole('heading', { name: 'サインイン' })).toBeVisible();
    await page.goto('/customers');
    await expect(page).toHaveURL(/\/sign-in/);
  });

  test('waits for at most 280 kB of scripts: they come packed', async ({ page }) => {
    await page.goto('/sign-in');
    await expect(page.getByRole('heading', { name: 'サインイン' })).toBeVisible();
    const scripts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming)
        .filter(({ name }) => name.endsWith('.js') && name.includes('/assets/'))
        .map(({ encodedBodySize, decodedBodySize }) => ({ encodedBodySize, decodedBodySize })),
    );
    const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
    const sent = sum(scripts.map(({ encodedBodySize }) => encodedBodySize));
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(280_000);
    expect(sent).toBeLessThan(sum(scripts.map(({ decodedBodySize }) => decodedBodySize)) / 2);
  });

  for (const scheme of ['light', 'dark'] as const)
    test(`finds an accessible sign-in page, ${scheme}`, async ({ page, prefer }) => {
      await prefer({ scheme });
      await page.goto('/sign-in');
      await expect(page.getByRole('heading', { name: 'サインイン' })).toBeVisible();
      await expectAccessible(page);
    });

  test('can read sign-in in English, and the choice stays', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByRole('button', { name: '言語' }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  });
});

test('an unknown address says so and leads home', async ({ page }) => {
  await page.goto('/no-such-page');
  await expect(page.getByRole('heading', { name: 'ページが見つかりません' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'ホームへ戻る' }).click();
  await expect(page).toHaveURL(/\/$/);
});

for (const path of ['/mailings/999999/edit', '/mailings/999999/deliver', '/deliveries/999999', '/history/999999'])
  test(`something that does not exist says so: ${path}`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1, name: 'ページが見つかりません' })).toBeVisible();
    await expectAccessible(page);
  });

test('Ctrl-K finds pages by name and opens them from the keyboard', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('ページ、操作、顧客を検索…').fill('ログイン');
  await expect(page.getByRole('button', { name: 'ログイン履歴' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/login-history$/);
  await expect(page.getByRole('row').filter({ hasText: '成功' }).first()).toBeVisible();
});
