import type { Page } from '@playwright/test';
import { callApi, expect, expectAccessible, test } from './support/test';

interface Row {
  readonly id: string;
}

/** A field for names, a group, and three customers, one of them in error; made once through the API. */
async function prepare(page: Page): Promise<{ readonly groupId: string }> {
  const groups = await callApi<{ items: { id: string; name: string }[] }>(page, 'GET', '/api/groups');
  const existing = groups.items.find((group) => group.name === 'メルマガ');
  if (existing) return { groupId: existing.id };
  const fields = await callApi<{ items: { id: string; label: string }[] }>(page, 'GET', '/api/customer-fields');
  const field =
    fields.items.find(({ label }) => label === '氏名') ??
    (await callApi<Row>(page, 'POST', '/api/customer-fields', { label: '氏名', type: 'text', searchable: true }));
  const names = ['清水 蓮', '田中 誠', '佐藤 茜'];
  for (const [index, name] of names.entries())
    await callApi(page, 'POST', '/api/customers', {
      email: `customer${index + 1}@example.jp`,
      fields: { [field.id]: name },
    });
  const group = await callApi<Row>(page, 'POST', '/api/groups', { name: 'メルマガ', colour: 'teal' });
  return { groupId: group.id };
}

test('a customer is added by hand, found by name, changed and deleted', async ({ page }) => {
  await prepare(page);
  await page.goto('/customers');
  await page.getByRole('link', { name: '顧客を追加' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '顧客を追加' })).toBeVisible();
  await page.getByLabel('メールアドレス').fill('taro@example');
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByText('メールアドレスの形式が正しくありません', { exact: false })).toBeVisible();
  await page.getByLabel('メールアドレス').fill('Taro.Yamada@Example.JP');
  await page.getByLabel('氏名').fill('山田 太郎');
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '山田 太郎' })).toBeVisible();
  await expect(page.getByText('Taro.Yamada@example.jp').first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: '編集' }).click();
  await page.getByLabel('氏名').fill('山田 次郎');
  await page.getByRole('button', { name: '保存する' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '山田 次郎' })).toBeVisible();

  await page.goto('/customers');
  await page.getByRole('searchbox', { name: '氏名・メールアドレスで検索' }).fill('山田');
  await expect(page.getByRole('status').filter({ hasText: '1 件が該当' })).toBeVisible();
  await expect(page.getByRole('link', { name: '山田 次郎' })).toBeVisible();
  await expect(page.getByRole('link', { name: '清水 蓮' })).toHaveCount(0);
  await page.reload();
  await page.getByRole('link', { name: '山田 次郎' }).click();

  await page.getByRole('button', { name: '削除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '1 件を削除する' }).click();
  await expect(page).toHaveURL(/\/customers$/);
  await expect(page.getByText('削除しました')).toBeVisible();
  await expect(page.getByRole('link', { name: '清水 蓮' })).toBeVisible();
  await expect(page.getByRole('link', { name: '山田 次郎' })).toHaveCount(0);
});

test('customers chosen in the list go into a group, and one of them is stopped there alone', async ({ page }) => {
  const { groupId } = await prepare(page);
  await page.goto('/customers');
  await page.getByRole('checkbox', { name: '「customer1@example.jp」を選択' }).click();
  await page.getByRole('checkbox', { name: '「customer2@example.jp」を選択' }).click();
  await expect(page.getByText('2 件を選択中')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'グループに追加' }).click();
  await page.getByRole('combobox', { name: '追加先のグループ' }).click();
  await page.getByRole('option', { name: /メルマガ/ }).click();
  await page.getByRole('button', { name: '2 件を追加' }).click();
  await expect(page.getByText('2 件をグループに追加しました')).toBeVisible();

  await page.goto(`/groups/${groupId}`);
  await expect(page.getByText('全 2 人・配信可能 2 人')).toBeVisible();
  await page.getByRole('button', { name: 'customer1@example.jp: その他の操作' }).click();
  await page.getByRole('menuitem', { name: '配信停止にする' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '配信停止にする' }).click();
  await expect(page.getByText('全 2 人・配信可能 1 人')).toBeVisible();
  await page.getByRole('button', { name: /^配信停止 \d/ }).click();
  await expect(page).toHaveURL(/state=stopped/);
  await expect(page.getByRole('link', { name: '清水 蓮' })).toBeVisible();
  await expect(page.getByText('customer1@example.jp')).toBeVisible();
  await expect(page.getByRole('link', { name: '田中 誠' })).toHaveCount(0);
});

test('conditions on fields narrow the list, and each can be taken away', async ({ page }) => {
  await prepare(page);
  await page.goto('/customers');
  await page.getByRole('button', { name: '絞り込み', exact: true }).click();
  await page.getByRole('combobox', { name: '項目', exact: true }).click();
  await page.getByRole('option', { name: '氏名', exact: true }).click();
  await page.getByRole('textbox', { name: '値', exact: true }).fill('清水');
  await page.getByRole('button', { name: '適用する' }).click();
  await expect(page.getByText('氏名に「清水」を含む')).toBeVisible();
  await expect(page.getByRole('link', { name: '清水 蓮' })).toBeVisible();
  await expect(page.getByRole('link', { name: '佐藤 茜' })).toHaveCount(0);
  await page.getByRole('button', { name: '外す: 氏名に「清水」を含む' }).click();
  await expect(page.getByRole('link', { name: '佐藤 茜' })).toBeVisible();
});

const PAGES = [
  '/',
  '/customers',
  '/customers/new',
  '/customer-fields',
  '/operations',
  '/operations/exports',
  '/customer-maintenance',
  '/privacy',
  '/reports/records',
  '/segments',
  '/groups',
  '/groups/new',
  '/users',
  '/settings',
  '/login-history',
];

for (const choice of [
  { scheme: 'light', locale: 'ja' },
  { scheme: 'dark', locale: 'ja' },
  { scheme: 'light', locale: 'en' },
] as const)
  test(`every page of customers, groups and settings is accessible, ${choice.scheme}, ${choice.locale}`, async ({
    page,
    prefer,
  }) => {
    const { groupId } = await prepare(page);
    await prefer(choice);
    for (const path of [...PAGES, `/groups/${groupId}`]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
      await expect(page.locator('[aria-busy="true"]'), path).toHaveCount(0);
      await expectAccessible(page);
    }
  });

test('on a telephone the menu is a drawer, and no page is wider than the screen', async ({ page }) => {
  await prepare(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  await page.getByRole('button', { name: 'メニューを開く' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('link', { name: '顧客', exact: true }).click();
  await expect(page).toHaveURL(/\/customers$/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // also while it loads
  await page.addInitScript(() => {
    const look = () => {
      const root: HTMLElement | null = document.documentElement; // null before the first byte
      if (root) root.dataset.widest = String(Math.max(Number(root.dataset.widest ?? 0), root.scrollWidth));
      requestAnimationFrame(look);
    };
    look();
  });
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
    await expect(page.locator('[aria-busy="true"]'), path).toHaveCount(0);
    expect(Number(await page.locator('html').getAttribute('data-widest')), path).toBeLessThanOrEqual(390);
  }
});
