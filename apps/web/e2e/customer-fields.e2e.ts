import type { Page } from '@playwright/test';
import { callApi, expect, expectAccessible, test } from './support/test';

interface Field {
  readonly id: string;
  readonly label: string;
}

/** A field, made through the API. */
const field = (page: Page, label: string, type: string, more: object = {}): Promise<Field> =>
  callApi<Field>(page, 'POST', '/api/customer-fields', { label, type, ...more });

const MADE_HERE = /カタログ希望|お住まい|お電話|お名前カナ|来店回数|並べ替え/;

/** Other tests count on their own fields alone. */
test.afterEach(async ({ page }) => {
  const { items } = await callApi<{ items: Field[] }>(page, 'GET', '/api/customer-fields');
  for (const { id, label } of items)
    if (MADE_HERE.test(label)) await callApi(page, 'DELETE', `/api/customer-fields/${id}`);
});

async function menu(page: Page, label: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `${label}: その他の操作` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a field with an input restriction is made, and refuses what does not fit; other types tidy what is typed', async ({
  page,
}) => {
  await field(page, 'カタログ希望', 'checkbox');
  await field(page, 'お住まい', 'prefecture');
  await field(page, 'お電話', 'phone');
  await page.goto('/customer-fields');
  await page.getByRole('button', { name: '項目を追加' }).click();
  await page.getByLabel(/^項目名/).fill('お名前カナ');
  await page.getByRole('combobox', { name: '入力制限' }).click();
  await page.getByRole('option', { name: '全角カタカナのみ' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: '作成する' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'お名前カナ' })).toContainText('全角カタカナのみ');

  await page.goto('/customers/new');
  await page.getByLabel(/^メールアドレス/).fill('fields1@example.jp');
  await page.getByRole('radiogroup', { name: 'カタログ希望' }).getByRole('radio', { name: 'はい' }).check();
  await page.getByRole('combobox', { name: 'お住まい' }).fill('東京');
  await page.getByRole('option', { name: '東京都' }).click();
  await page.getByLabel('お電話').fill('０９０１２３４５６７８');
  await page.getByLabel('お名前カナ').fill('ﾔﾏﾀﾞ');
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByText('全角カタカナで入力してください', { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('お名前カナ').fill('ヤマダ タロウ');
  await page.getByRole('button', { name: '登録する' }).click();
  await expect(page.getByText('090-1234-5678')).toBeVisible();
  await expect(page.getByText('東京都')).toBeVisible();
});

test('a change of type shows what would not convert, and loses nothing: the old field can be brought back', async ({
  page,
}) => {
  const visits = await field(page, '来店回数', 'text');
  for (const [index, text] of ['３', '多数'].entries())
    await callApi(page, 'POST', '/api/customers', {
      email: `visits${index}@example.jp`,
      fields: { [visits.id]: text },
    });
  await page.goto('/customer-fields');
  await menu(page, '来店回数', '種類を変更');
  const dialog = page.getByRole('dialog', { name: '「来店回数」の種類を変更' });
  await dialog.getByRole('combobox', { name: '新しい種類' }).click();
  await page.getByRole('option', { name: /^数値/ }).click();
  await expect(dialog.getByText('2 件のうち 1 件は変換できますが、1 件は変換できません。')).toBeVisible();
  await expect(dialog.getByRole('row', { name: /多数/ })).toContainText('数値で入力してください');
  await expectAccessible(page);
  await dialog.getByRole('checkbox', { name: /^変換できない 1 件/ }).check();
  await dialog.getByRole('button', { name: '種類を変更する' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: '来店回数' })).toContainText('数値');
  await expect(page.getByRole('progressbar')).toHaveCount(0);

  await page.getByRole('button', { name: /^廃止した項目/ }).click();
  await expect(
    page.getByText('1 件を変換、1 件は変換できず、この項目にだけ残っています', { exact: false }),
  ).toBeVisible();
  await page.getByRole('button', { name: '来店回数: 元に戻す' }).click();
  const restore = page.getByRole('dialog', { name: '項目「来店回数」を元に戻しますか?' });
  await restore.getByRole('button', { name: '元に戻す' }).click();
  await expect(restore.getByText('同じ名前の項目があります')).toBeVisible();
  await expectAccessible(page);
  await restore.getByLabel(/^項目名/).fill('変更前の来店回数');
  await restore.getByLabel(/^差し込みタグ/).fill('変更前の来店回数');
  await restore.getByRole('button', { name: '元に戻す' }).click();
  await expect(restore).toHaveCount(0);
  await page.getByRole('button', { name: /^使用中/ }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '変更前の来店回数' })).toBeVisible();
});

test('fields are put in order by the keyboard, and one is retired after a look at who has a value', async ({
  page,
}) => {
  await field(page, '並べ替え一', 'text');
  const last = await field(page, '並べ替え二', 'text');
  await callApi(page, 'POST', '/api/customers', { email: 'order@example.jp', fields: { [last.id]: 'あり' } });
  await page.goto('/customer-fields');
  const up = page.getByRole('button', { name: '「並べ替え二」を上へ移動' });
  await up.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '「並べ替え二」を' })).toContainText('番目に移動しました');
  await expect(up).toBeFocused();
  await page.reload();
  const rows = page.getByRole('listitem').filter({ hasText: '並べ替え' });
  await expect(rows.first()).toContainText('並べ替え二');
  await menu(page, '並べ替え二', '廃止する');
  await expect(page.getByText('1 件の顧客がこの項目に値を持っています。', { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '項目を廃止する' }).click();
  await expect(rows).toHaveCount(1);
});
