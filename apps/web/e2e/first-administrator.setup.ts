import { ADMINISTRATOR, testSystems } from './support/environment';
import { expect, expectAccessible, test } from './support/test';

test.use({ storageState: { cookies: [], origins: [] } });

for (const [i, system] of testSystems().entries())
  test(`the set-up link makes the first administrator and signs them in (system ${i + 1})`, async ({ page }) => {
    await page.goto(system.setupUrl);
    await expect(page.getByRole('heading', { name: '最初の管理者を登録' })).toBeVisible();
    await expect(page.getByLabel('セットアップトークン')).not.toHaveValue('');
    await expectAccessible(page);
    await page.getByLabel('氏名').fill(ADMINISTRATOR.name);
    await page.getByLabel('メールアドレス').fill(ADMINISTRATOR.email);
    await page.getByLabel('パスワード', { exact: false }).fill(ADMINISTRATOR.password);
    await page.getByRole('button', { name: '登録して始める' }).click();
    await expect(page.getByRole('heading', { name: 'Kubari へようこそ' })).toBeVisible();
    await page.context().storageState({ path: system.storageState });
  });
