import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { callApi, expect, expectAccessible, test } from './support/test';

interface Row {
  readonly id: string;
}

const NAMES = ['赤井 一', '赤井 二', '赤井 三', '青木 四'];

/** Customers who are found by "bulk-", with names; a group for them; made anew for each test. */
async function prepare(page: Page, tag: string): Promise<{ readonly group: string; readonly nameField: string }> {
  const fields = await callApi<{ items: { id: string; label: string }[] }>(page, 'GET', '/api/customer-fields');
  const field =
    fields.items.find(({ label }) => label === '氏名') ??
    (await callApi<Row>(page, 'POST', '/api/customer-fields', { label: '氏名', type: 'text', searchable: true }));
  for (const [n, name] of NAMES.entries())
    await callApi(page, 'POST', '/api/customers', {
      email: `bulk-${tag}-${n + 1}@example.jp`,
      fields: { [field.id]: name },
    });
  const group = `一括 ${tag}`;
  await callApi(page, 'POST', '/api/groups', { name: group, colour: 'teal' });
  return { group, nameField: field.id };
}

const found = (page: Page, count: number) =>
  expect(page.getByRole('status').filter({ hasText: `${count} 件が該当` })).toBeVisible();

async function search(page: Page, text: string): Promise<void> {
  await page.goto('/customers');
  await page.getByRole('searchbox').fill(text);
}

test('everything a filter finds goes into a group, and the operation can be looked at again', async ({ page }) => {
  const { group } = await prepare(page, 'all');
  await search(page, 'bulk-all-');
  await found(page, 4);
  await page.getByRole('checkbox', { name: '「bulk-all-1@example.jp」を選択' }).click();
  await page.getByRole('button', { name: '該当する 4 件をすべて選択' }).click();
  await expect(page.getByText('4 件を選択中')).toBeVisible();
  await page.getByRole('button', { name: 'グループに追加' }).click();
  await page.getByRole('combobox', { name: '追加先のグループ' }).click();
  await page.getByRole('option', { name: new RegExp(group) }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: '4 件を追加' }).click();
  await expect(page.getByText('4 件をグループに追加しました')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).last().click();
  await expect(page.getByText('4 件を選択中')).toHaveCount(0);

  await page.goto('/operations');
  const row = page.getByRole('row').filter({ hasText: group });
  await expect(row).toContainText('完了');
  await expectAccessible(page);
  await row.getByRole('link').click();
  await expect(page.getByRole('dialog').getByText('4 件をグループに追加しました')).toBeVisible();
});

test('members of a group are stopped and taken out, many at once', async ({ page }) => {
  const { group } = await prepare(page, 'members');
  const groups = await callApi<{ items: { id: string; name: string }[] }>(page, 'GET', '/api/groups');
  const groupId = groups.items.find(({ name }) => name === group)?.id;
  const customers = await callApi<{ items: Row[] }>(page, 'GET', '/api/customers?q=bulk-members-');
  await callApi(page, 'POST', `/api/groups/${groupId}/members`, { customerIds: customers.items.map(({ id }) => id) });

  await page.goto(`/groups/${groupId}`);
  await page.getByRole('checkbox', { name: '「bulk-members-1@example.jp」を選択' }).click();
  await page.getByRole('checkbox', { name: '「bulk-members-3@example.jp」を選択' }).click({ modifiers: ['Shift'] });
  await expect(page.getByText('3 件を選択中')).toBeVisible();
  await page.getByRole('button', { name: '配信状態を変更' }).click();
  await page.getByRole('radio', { name: '配信停止' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: '3 件を変更' }).click();
  await expect(page.getByText('3 件の配信状態を変更しました')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).last().click();

  await page.getByRole('button', { name: /^配信停止 \d/ }).click();
  await expect(page).toHaveURL(/state=stopped/);
  await page.getByRole('checkbox', { name: '表示中の行をすべて選択' }).click();
  await page.getByRole('button', { name: 'グループから外す' }).click();
  await page.getByRole('button', { name: '3 件を外す' }).click();
  await expect(page.getByText('3 件をグループから外しました')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).last().click();
  await expect(page.getByText('全 1 人・配信可能 1 人')).toBeVisible();
});

test('chosen columns are exported in their order, and the file is downloaded', async ({ page }) => {
  await prepare(page, 'export');
  await search(page, 'bulk-export-');
  await found(page, 4);
  await page.getByRole('button', { name: 'CSV 出力' }).click();
  const dialog = page.getByRole('dialog', { name: 'CSV 出力' });
  await dialog.getByRole('button', { name: 'すべて外す' }).click();
  await dialog.getByRole('button', { name: '「氏名」を追加' }).click();
  await dialog.getByRole('button', { name: '「ステータス」を追加' }).click();
  await dialog.getByRole('button', { name: '「メールアドレス」を追加' }).click();
  const email = dialog.getByRole('button', { name: '「メールアドレス」を並べ替える' });
  await email.focus();
  await page.keyboard.press('Home');
  await expect(email).toBeFocused();
  await expectAccessible(page);

  // by the mouse, too: ステータス before 氏名
  const status = await dialog.getByRole('button', { name: '「ステータス」を並べ替える' }).boundingBox();
  const name = await dialog.getByRole('button', { name: '「氏名」を並べ替える' }).boundingBox();
  if (!status || !name) throw new Error('the columns are not to be seen');
  await page.mouse.move(status.x + 10, status.y + 10);
  await page.mouse.down();
  await page.mouse.move(name.x + 10, name.y + 10, { steps: 5 });
  await page.mouse.up();
  await expect(dialog.getByRole('listitem')).toHaveText(['メールアドレス', 'ステータス', '氏名']);

  await dialog.getByRole('button', { name: '4 件を出力' }).click();
  const link = page.getByRole('dialog').getByRole('link', { name: 'ダウンロード' });
  await expect(page.getByText(/4 件を出力しました/)).toBeVisible();
  await expectAccessible(page);
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toBe(
    [
      '\uFEFF"メールアドレス","ステータス","氏名"',
      '"bulk-export-4@example.jp","OK","青木 四"',
      '"bulk-export-3@example.jp","OK","赤井 三"',
      '"bulk-export-2@example.jp","OK","赤井 二"',
      '"bulk-export-1@example.jp","OK","赤井 一"',
      '',
    ].join('\r\n'),
  );

  await page.goto('/operations/exports');
  const row = page.getByRole('row').filter({ hasText: '3 項目' }).first();
  await expect(row.getByRole('link', { name: /^ダウンロード/ })).toBeVisible();
  await expect(row).toContainText('山田 花子');
  await expectAccessible(page);
});

test('many customers are deleted after an export was offered and their number was typed', async ({ page }) => {
  await prepare(page, 'delete');
  await search(page, 'bulk-delete-');
  await found(page, 4);
  await page.getByRole('checkbox', { name: '表示中の行をすべて選択' }).click();
  await page.getByRole('button', { name: 'その他の操作' }).click();
  await page.getByRole('menuitem', { name: '削除' }).click();
  await expect(page.getByRole('button', { name: '先に CSV に出力する' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '確認に進む' }).click();
  await page.getByRole('textbox', { name: /確認のため「4」/ }).fill('4');
  await page.getByRole('button', { name: '4 件を削除する' }).click();
  await expect(page.getByText('4 件の顧客を削除しました')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).last().click();
  await expect(page.getByText('該当する顧客がいません')).toBeVisible();
});

/** A customer whose mail came back for good; returns how many are in error now. */
async function bounceOne(page: Page): Promise<number> {
  const email = 'bulk-gone+sim-hard@example.jp';
  const customer = await callApi<Row>(page, 'POST', '/api/customers', { email, fields: {} });
  const group = await callApi<Row>(page, 'POST', '/api/groups', { name: '届かない会員', colour: 'gray' });
  await callApi(page, 'POST', `/api/groups/${group.id}/members`, { customerIds: [customer.id] });
  const senders = await callApi<{ items: Row[] } | Row[]>(page, 'GET', '/api/sender-addresses');
  const [known] = Array.isArray(senders) ? senders : senders.items;
  const from = { email: 'news@example.jp', displayName: '珈琲店' };
  const sender = known ?? (await callApi<Row>(page, 'POST', '/api/sender-addresses', from));
  const mailing = await callApi<Row>(page, 'POST', '/api/mailings', {
    groupId: group.id,
    senderAddressId: sender.id,
    format: 'text',
    subject: '届かないお知らせ',
    textBody: '珈琲店です。\n配信停止: {{unsubscribe_url}}\n',
  });
  const delivery = { mailingId: mailing.id, groupId: group.id, startsAt: null, idempotencyKey: 'bulk-gone' };
  await callApi(page, 'POST', '/api/deliveries', delivery);
  let count = 0;
  await expect
    .poll(
      async () => {
        const { items } = await callApi<{ items: { status: string }[] }>(page, 'GET', '/api/customers?q=bulk-gone');
        count = (await callApi<{ error: number }>(page, 'GET', '/api/customers/counts-by-status')).error;
        return items[0]?.status;
      },
      { timeout: 60_000 },
    )
    .toBe('error');
  return count;
}

test('C-56 addresses in error are exported, then deleted, and nobody else', async ({ page }) => {
  const count = await bounceOne(page);
  await page.goto('/customer-maintenance');
  await expect(page.getByText(`ステータスが「エラー」の顧客は ${count} 件です。`)).toBeVisible();
  await expect(page.getByText('削除しないことをお勧めします')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'CSV 出力' }).click();
  await page.getByRole('button', { name: `${count} 件を出力` }).click();
  await expect(page.getByRole('dialog').getByRole('link', { name: 'ダウンロード' })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).last().click();
  await page.getByRole('button', { name: `${count} 件を削除`, exact: true }).click();
  await page.getByRole('button', { name: '確認に進む' }).click();
  await page.getByRole('textbox', { name: /確認のため/ }).fill(String(count));
  await page.getByRole('button', { name: `${count} 件を削除する` }).click();
  await expect(page.getByText(`${count} 件の顧客を削除しました`)).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: '閉じる' }).last().click();
  await expect(page.getByText('ステータスが「エラー」の顧客はいません。')).toBeVisible();
});

test('a list is walked through by the keyboard', async ({ page }) => {
  await prepare(page, 'keys');
  await page.goto('/customers');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('bulk-keys-');
  await found(page, 4);
  await page.getByRole('searchbox').blur();
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('3 件を選択中')).toBeVisible();
  await expect(page.getByText('3 行目: bulk-keys-2@example.jp、選択中')).toHaveRole('status');
  await expectAccessible(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'キーボード操作' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('3 件を選択中')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('3 件を選択中')).toHaveCount(0);
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /(赤井|青木)/ })).toBeVisible();
});

for (const choice of [
  { scheme: 'dark', locale: 'ja' },
  { scheme: 'light', locale: 'en' },
] as const)
  test(`bulk operations and exports are accessible, ${choice.scheme}, ${choice.locale}`, async ({ page, prefer }) => {
    await prefer(choice);
    for (const path of ['/operations', '/operations/exports', '/customer-maintenance']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
      await expect(page.locator('[aria-busy="true"]'), path).toHaveCount(0);
      await expectAccessible(page);
    }
  });
