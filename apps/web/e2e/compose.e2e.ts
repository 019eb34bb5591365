import type { Page } from '@playwright/test';
import { testSystem } from './support/environment';
import { callApi, expect, expectAccessible, test } from './support/test';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A group with one customer who has a name, and a sender; once. */
async function prepare(page: Page): Promise<void> {
  const groups = await callApi<{ items: Named[] }>(page, 'GET', '/api/groups');
  if (groups.items.some((group) => group.name === '作成の会')) return;
  const fields = await callApi<{ items: { id: string; label: string }[] }>(page, 'GET', '/api/customer-fields');
  const field =
    fields.items.find(({ label }) => label === '氏名') ??
    (await callApi<Named>(page, 'POST', '/api/customer-fields', { label: '氏名', type: 'text', searchable: true }));
  const customer = await callApi<Named>(page, 'POST', '/api/customers', {
    email: 'kobayashi@compose.example.jp',
    fields: { [field.id]: '小林 さくら' },
  });
  const group = await callApi<Named>(page, 'POST', '/api/groups', { name: '作成の会', colour: 'violet' });
  await callApi(page, 'POST', `/api/groups/${group.id}/members`, { customerIds: [customer.id] });
  await callApi(page, 'POST', '/api/sender-addresses', {
    email: 'news@compose.example.jp',
    displayName: 'サンプル商店',
  });
}

/** A draft with subject, group and sender, open in the composer. */
async function openDraft(page: Page): Promise<string> {
  await prepare(page);
  await page.goto('/mailings/new');
  await expect(page).toHaveURL(/\/mailings\/\d+\/edit$/);
  await page.getByLabel('件名', { exact: true }).fill('秋のご案内');
  await page.getByRole('combobox', { name: '配信先グループ' }).click();
  await page.getByRole('option', { name: /作成の会/ }).click();
  await page.getByRole('combobox', { name: '差出人' }).click();
  await page.getByRole('option', { name: /news@compose/ }).click();
  return /\/mailings\/(\d+)\//.exec(page.url())?.[1] ?? '';
}

const saved = (page: Page) => expect(page.getByRole('status').filter({ hasText: '自動保存済み' })).toBeVisible();

test('a text mail is written with merge tags, checked, previewed as a customer and saved by itself', async ({
  page,
}) => {
  await openDraft(page);
  const body = page.getByRole('textbox', { name: '本文' });
  await body.click();
  await page.keyboard.type('{{氏');
  await page.getByRole('option', { name: /氏名/ }).click();
  await page.keyboard.type(' 様\n{{typo}}\n');
  await expect(body.getByText('氏名')).toBeVisible();
  await expect(body.getByText('未定義: typo')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('tab', { name: /チェック/ }).click();
  await expect(page.getByText('本文に未定義の差し込みがあります: typo')).toBeVisible();
  await page.getByRole('listitem').filter({ hasText: '未定義' }).getByRole('button', { name: '該当箇所へ' }).click();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: '挿入する' }).click();
  await expect(page.getByText('配信停止URLがありません')).toHaveCount(0);
  await expectAccessible(page);

  await page.getByRole('tab', { name: 'プレビュー' }).click();
  await page.getByRole('combobox', { name: '表示する顧客' }).fill('小林');
  await page.getByRole('option', { name: /小林 さくら/ }).click();
  await expect(page.getByLabel('テキスト版')).toContainText('小林 さくら 様');
  await expect(page.getByLabel('テキスト版')).toContainText('/u/');
  await saved(page);
  await page.reload();
  await expect(page.getByLabel('件名', { exact: true })).toHaveValue('秋のご案内');
  await expect(page.getByRole('textbox', { name: '本文' }).getByText('配信停止URL', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: '配信へ進む' }).click();
  await expect(page).toHaveURL(/\/mailings\/\d+\/deliver$/);
});

test('an HTML mail starts from a template, has its text made, and a test reaches the inbox', async ({
  page,
  request,
}) => {
  const id = await openDraft(page);
  await page.getByText('HTML', { exact: true }).click();
  await page.getByRole('button', { name: 'ニュースレター' }).click();
  // looked at from outside: nothing may run inside the frame
  await expect(page.getByTitle('PCでのプレビュー')).toHaveAttribute('srcdoc', /今月のお知らせ/);
  await page.getByText('スマートフォン', { exact: true }).click();
  await expect(page.getByTitle('スマートフォンでのプレビュー')).toBeVisible();
  await expectAccessible(page);
  await page.getByText('テキスト版', { exact: true }).first().click();
  await expect(page.getByLabel('自動で作られるテキスト版')).toContainText('今月のお知らせ');

  await page.getByRole('button', { name: 'テスト送信' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: '送信する' }).click();
  await expect(page.getByRole('dialog').getByText('送信しました')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).last().click();
  expect((await request.get(testSystem().inboxUrl)).ok()).toBe(true);
  const { format } = await callApi<{ format: string }>(page, 'GET', `/api/mailings/${id}`);
  expect(format).toBe('html');
});

test('a mail saved in another window meanwhile is not overwritten unasked', async ({ page }) => {
  const id = await openDraft(page);
  await saved(page);
  const { version } = await callApi<{ version: number }>(page, 'GET', `/api/mailings/${id}`);
  await callApi(page, 'PATCH', `/api/mailings/${id}`, { version, subject: '別の画面の件名' });
  await page.getByLabel('件名', { exact: true }).fill('この画面の件名');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('dialog')).toContainText('別の画面の件名');
  await expectAccessible(page);
  await page.getByRole('button', { name: '保存されている内容を読み込む' }).click();
  await expect(page.getByLabel('件名', { exact: true })).toHaveValue('別の画面の件名');
  await saved(page);
});

test('mailings are found, copied and deleted in the list', async ({ page }) => {
  await openDraft(page);
  await page.getByLabel('件名', { exact: true }).fill('一覧のためのメール');
  await page.keyboard.press('Control+s');
  await saved(page);
  await page.goto('/mailings?q=一覧のため');
  await page.getByRole('button', { name: '「一覧のためのメール」を複製' }).click();
  await expect(page).toHaveURL(/\/edit$/);
  await page.getByLabel('件名', { exact: true }).fill('写しのメール');
  await page.keyboard.press('Control+s');
  await saved(page);
  await page.goto('/mailings');
  await page.getByRole('button', { name: '「写しのメール」を削除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'メールを削除する' }).click();
  await expect(page.getByRole('link', { name: '写しのメール' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: '一覧のためのメール' })).toBeVisible();
});

test('on a telephone the composer is one column and no page is wider than the screen', async ({ page }) => {
  const id = await openDraft(page);
  await saved(page);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [`/mailings/${id}/edit`, '/mailings', '/imports', '/imports/new']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
    await expect(page.locator('[aria-busy="true"]'), path).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    await expectAccessible(page);
  }
});
