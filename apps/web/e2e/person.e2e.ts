import { callApi, expect, expectAccessible, test } from './support/test';
import type { Page } from '@playwright/test';

interface Row {
  readonly id: string;
}

/** A customer of their own for each test, in a group of their own. */
async function prepare(page: Page, name: string): Promise<{ customerId: string; groupId: string; email: string }> {
  const email = `${name}@example.jp`;
  const customer = await callApi<Row>(page, 'POST', '/api/customers', { email });
  const group = await callApi<Row>(page, 'POST', '/api/groups', { name: `${name}の会`, colour: 'teal' });
  await callApi(page, 'POST', `/api/groups/${group.id}/members`, { customerIds: [customer.id] });
  return { customerId: customer.id, groupId: group.id, email };
}

test('a consent is recorded with a new customer and later, shown, and withdrawn (J-33)', async ({ page }) => {
  await page.goto('/customers/new');
  await page.getByLabel('メールアドレス').fill('consent@example.jp');
  await page.getByRole('combobox', { name: '同意の根拠' }).click();
  await page.getByRole('option', { name: '名刺の交換' }).click();
  await page.getByLabel('申込書・フォームの名前').fill('展示会 2026');
  await expectAccessible(page);
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'consent@example.jp' })).toBeVisible();
  const consents = page.getByRole('region', { name: '同意の記録' });
  await expect(consents.getByText(/名刺の交換.*展示会 2026/)).toBeVisible();

  await consents.getByRole('button', { name: '同意を記録' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '同意の根拠' }).click();
  await page.getByRole('option', { name: '紙の申込書' }).click();
  await dialog.getByLabel('同意の内容').fill('新製品のご案内');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '記録する' }).click();
  await expect(page.getByText('同意を記録しました')).toBeVisible();
  await expect(consents.getByText('新製品のご案内(メール全般)')).toBeVisible();

  await consents.getByRole('button', { name: '新製品のご案内: その他の操作' }).click();
  await page.getByRole('menuitem', { name: '撤回を記録' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤回を記録' }).click();
  await expect(consents.getByText(/に撤回/)).toBeVisible();
  await page.getByRole('combobox', { name: '履歴の絞り込み' }).click();
  await page.getByRole('option', { name: '同意', exact: true }).click();
  await expect(page.getByText('「新製品のご案内」の同意を撤回')).toBeVisible();
  await expect(page.getByText('登録', { exact: true })).toHaveCount(0);
});

test('the page of a customer says that the next mail would come, and after a stop why it would not', async ({
  page,
}) => {
  const { customerId } = await prepare(page, 'eligible');
  await page.goto(`/customers/${customerId}`);
  const answers = page.getByRole('region', { name: '次のメールは届きますか?' });
  await expect(answers.getByText('届きます', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'eligibleの会: その他の操作' }).click();
  await page.getByRole('menuitem', { name: '配信停止にする' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '配信停止にする' }).click();
  await expect(answers.getByText('届きません', { exact: true })).toBeVisible();
  await expect(answers.getByText('配信停止です')).toBeVisible();
  await expect(answers.getByText(/管理画面.*山田 花子 が操作/)).toBeVisible();
  await expect(answers.getByText(/配信可能に戻してください/)).toBeVisible();
  await expectAccessible(page);
});

test('a person is erased on request, with a proof that whoever knows the address can look up', async ({ page }) => {
  const { customerId, email } = await prepare(page, 'forget-me');
  await callApi(page, 'POST', `/api/customers/${customerId}/consents`, { purpose: 'お知らせ', basis: 'paper' });
  await page.goto(`/customers/${customerId}`);
  await page.getByRole('button', { name: '個人情報を消去' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('1 個のグループの配信状態');
  await dialog.getByLabel('依頼の内容').fill('本人から電話で依頼');
  const start = dialog.getByRole('button', { name: '消去を始める' });
  await expect(start).toBeDisabled();
  await dialog.getByLabel(/メールアドレスを入力/).fill(email);
  await expectAccessible(page);
  await start.click();
  await expect(page).toHaveURL(/\/erasures\/\d+$/);
  await expect(page.getByRole('heading', { level: 1, name: '消去の証明' })).toBeVisible();
  await expect(page.getByText('完了', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/このアドレスは見つかりませんでした/)).toBeVisible();
  await expect(page.getByText(/同意を得た証拠として/)).toBeVisible();
  await expect(page.getByText('本人から電話で依頼')).toBeVisible();
  await expectAccessible(page);

  await page.goto('/privacy');
  await page.getByLabel('メールアドレス').fill(email);
  await page.getByRole('button', { name: '調べる' }).click();
  await expect(page.getByText('現在、顧客として登録されていません')).toBeVisible();
  await expect(page.getByText(/まで保存/)).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('status')
    .getByRole('link', { name: /照合コード/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1, name: '消去の証明' })).toBeVisible();
  const left = await callApi<{ items: Row[] }>(page, 'GET', `/api/customers?q=${email}`);
  expect(left.items).toEqual([]);
});

test('the number of records, its limit and its peaks are told before they are a problem (R-20)', async ({ page }) => {
  await callApi(page, 'POST', '/api/customers', { email: 'record@example.jp' });
  const { count } = await callApi<{ count: number }>(page, 'GET', '/api/customers/record-count');
  await page.goto('/settings');
  const records = page.locator('section', { has: page.getByLabel('顧客レコードの上限') });
  await records.getByLabel('顧客レコードの上限').fill(String(count));
  await records.getByRole('button', { name: '保存する' }).click();
  await expect(page.getByText('保存しました')).toBeVisible();
  await page.goto('/customers/new');
  await page.getByLabel('メールアドレス').fill('one-too-many@example.jp');
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByText(/顧客レコードが上限に達しているため登録できません/)).toBeVisible();
  await page.goto('/customers');
  await expect(page.getByText('顧客レコードが上限に達しました')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: '月別の最大件数を見る' }).click();
  await expect(page.getByRole('heading', { level: 2, name: '月別最大顧客レコード数' })).toBeVisible();
  await page.getByRole('button', { name: '表で見る' }).click();
  await expectAccessible(page);
  await callApi(page, 'PATCH', '/api/settings', { customerLimit: null });
});
