import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { callApi, expect, expectAccessible, test } from './support/test';

/**
 * 'お名前,メールアドレス,会社名' and three rows as Japanese Excel saves them (CP932, CRLF): ① ㈱ 髙 among them, one wrong
 * address, one short row.
 */
const CP932_CSV = Buffer.from(
  [
    '82a896bc914f2c8381815b838b83418368838c83582c89ef8ed096bc0d0a',
    'eee08bb42089d48e7187402c68616e616b6f40696d706f72742e6578616d706c652e6a702c878a835483938376838b0d0a',
    '97e996d82c7461726f40406578616d706c652c0d0a',
    '8db293a12c7361746f40696d706f72742e6578616d706c652e6a700d0a',
  ].join(''),
  'hex',
);

async function chooseFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

/** The fields and the group of this story, once. */
async function prepare(page: Page): Promise<void> {
  const { items: fields } = await callApi<{ items: { label: string }[] }>(page, 'GET', '/api/customer-fields');
  for (const label of ['氏名', '会社名'])
    if (!fields.some((field) => field.label === label))
      await callApi(page, 'POST', '/api/customer-fields', { label, type: 'text', searchable: true });
}

test('a CSV of Japanese Excel becomes customers in a new group, and the result says what happened to each row', async ({
  page,
}) => {
  await prepare(page);
  await page.goto('/imports');
  await page.getByRole('link', { name: '新しい一括処理' }).first().click();
  await expect(page.getByText('CSV ファイルをここにドロップ')).toBeVisible();
  await expectAccessible(page);

  await chooseFile(page, '顧客.csv', CP932_CSV);
  await expect(page.getByRole('combobox', { name: '文字コード' })).toHaveValue('cp932');
  await expect(page.getByRole('cell', { name: '髙橋 花子①' })).toBeVisible();
  await expect(page.getByRole('cell', { name: '㈱サンプル' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: '会社名の登録先' })).toHaveValue(/^field:/);
  await page.getByRole('combobox', { name: 'お名前の登録先' }).selectOption({ label: '氏名' });
  await page.getByRole('button', { name: '新しいグループを作成' }).click();
  await page.getByLabel('グループ名').fill('取り込み会員');
  await page.getByRole('dialog').getByRole('button', { name: '作成する' }).click();
  await expect(page.getByRole('combobox', { name: '追加先のグループ' })).toHaveValue('取り込み会員');
  await expectAccessible(page);

  await page.getByRole('button', { name: '確認へ進む' }).click();
  await expect(page.getByText(/^3 行/)).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByText('3 行を確認しました。まだ何も変更していません。')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('row', { name: '3 メールアドレスの形式が正しくありません' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '実行する' }).click();
  await expect(page.getByText('完了', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '失敗 1 件をダウンロード' }).click();
  const csv = readFileSync(await (await download).path(), 'utf8');
  expect(csv).toContain('taro@@example');
  expect(csv).toContain('メールアドレスの形式が正しくありません');

  await page.getByRole('link', { name: 'グループを見る' }).click();
  await expect(page.getByText('全 2 人・配信可能 2 人')).toBeVisible();
  await page.getByRole('link', { name: '髙橋 花子①' }).click();
  await expect(page.getByRole('heading', { level: 1, name: '髙橋 花子①' })).toBeVisible();
});

/** Chooses the operation and the group, waits for the numbers and goes on to the start. */
async function setUp(page: Page, operation: RegExp, group: string | null): Promise<void> {
  await page.getByRole('radio', { name: operation }).click();
  if (group !== null) {
    await page.getByRole('combobox', { name: '対象のグループ' }).click();
    await page.getByRole('option', { name: group }).click();
  }
  await page.getByRole('button', { name: '確認へ進む' }).click();
  await expect(page.getByRole('button', { name: '実行する' })).toBeEnabled({ timeout: 20_000 });
}

test('people are stopped by CSV, after being told how many; a registration is taken back', async ({ page }) => {
  const { id: groupId } = await callApi<{ id: string }>(page, 'POST', '/api/groups', { name: '停止の練習' });
  const { id: customerId } = await callApi<{ id: string }>(page, 'POST', '/api/customers', {
    email: 'member@stop.example.jp',
    fields: {},
  });
  await callApi(page, 'POST', `/api/groups/${groupId}/members`, { customerIds: [customerId] });

  await page.goto('/imports/new');
  const file = 'メールアドレス\r\nmember@stop.example.jp\r\nstranger@stop.example.jp\r\n';
  await chooseFile(page, '停止.csv', Buffer.from(file));
  await setUp(page, /^停止/, '停止の練習');
  await expectAccessible(page);
  await page.getByRole('button', { name: '実行する' }).click();
  await expect(page.getByRole('dialog', { name: '2 人を配信停止にしますか?' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '配信停止にする' }).click();
  await expect(page.getByText('完了', { exact: true })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('link', { name: 'グループを見る' }).click();
  await expect(page.getByText('全 2 人・配信可能 0 人')).toBeVisible();

  await page.goBack();
  await page.getByRole('button', { name: '取り消す' }).click();
  const dialog = page.getByRole('dialog', { name: 'この処理を取り消しますか?' });
  await expect(dialog.getByText('登録した 1 人を削除する')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '取り消す' }).click();
  await expect(page.getByText('取り消しました')).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
  await page.goto(`/groups/${groupId}`);
  await expect(page.getByText('全 1 人・配信可能 1 人')).toBeVisible();

  await page.goto('/imports');
  const row = page.getByRole('row').filter({ hasText: '停止.csv' });
  await expect(row).toContainText('取り消し済み');
  await expect(row).toContainText('停止の練習');
  await expectAccessible(page);
});

test('C-31 a workbook of Excel is refused with the way to save it as CSV', async ({ page }) => {
  await page.goto('/imports/new');
  await chooseFile(page, '顧客.xlsx', Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(2000)]));
  await expect(page.getByRole('alert')).toContainText('Excel のブック');
  await expect(page.locator('button', { hasText: 'ファイルを選択' })).toBeVisible();
});

test('a file that was uploaded waits for its settings, and can be given up', async ({ page }) => {
  await page.goto('/imports/new');
  await chooseFile(page, 'あとで.csv', Buffer.from('メールアドレス\r\nlater@import.example.jp\r\n'));
  await expect(page.getByRole('combobox', { name: '文字コード' })).toHaveValue('utf-8');
  await page.goto('/imports');
  const row = page.getByRole('row').filter({ hasText: 'あとで.csv' });
  await expect(row).toContainText('設定待ち');
  await row.getByRole('link', { name: 'あとで.csv' }).click();
  await page.getByRole('button', { name: '別のファイルを選ぶ' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'ファイルを削除する' }).click();
  await expect(page.getByText('CSV ファイルをここにドロップ')).toBeVisible();
});
