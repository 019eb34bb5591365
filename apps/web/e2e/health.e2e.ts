import type { Page } from '@playwright/test';
import { mailTo } from './support/inbox';
import { callApi, expect, expectAccessible, test } from './support/test';

interface Row {
  readonly id: string;
}

/** A customer whose address does not exist, mailed once and bounced; through the API. */
async function bounced(page: Page, name: string): Promise<string> {
  const senders = await callApi<{ items: Row[] }>(page, 'GET', '/api/sender-addresses');
  const sender =
    senders.items[0] ??
    (await callApi<Row>(page, 'POST', '/api/sender-addresses', { email: 'news@example.jp', displayName: '珈琲店' }));
  const group = await callApi<Row>(page, 'POST', '/api/groups', { name: `${name}の会員` });
  const email = `${name}.gone+sim-hard@example.jp`;
  const customer = await callApi<Row>(page, 'POST', '/api/customers', { email, fields: {} });
  await callApi(page, 'POST', `/api/groups/${group.id}/members`, { customerIds: [customer.id] });
  const mailing = await callApi<Row>(page, 'POST', '/api/mailings', {
    groupId: group.id,
    senderAddressId: sender.id,
    format: 'text',
    subject: `${name} 秋の新作`,
    textBody: '新作が入りました。\n\n配信停止: {{unsubscribe_url}}\n',
  });
  await callApi(page, 'POST', '/api/deliveries', { mailingId: mailing.id, groupId: group.id });
  await expect
    .poll(async () => (await callApi<{ status: string }>(page, 'GET', `/api/customers/${customer.id}`)).status, {
      timeout: 30_000,
    })
    .toBe('error');
  return customer.id;
}

test('C-15 an address in error says why in the server’s words, and is reset, also at SES', async ({ page }) => {
  const id = await bounced(page, 'kei');
  await page.goto(`/customers/${id}`);
  await expect(page.getByText('このアドレスにはメールが配信されません')).toBeVisible();
  const errors = page.locator('section', { has: page.getByRole('heading', { name: '配信エラー' }) });
  await expect(errors.getByText('宛先不明')).toBeVisible();
  await expect(errors.getByText('恒久的', { exact: true })).toBeVisible();
  await expect(errors.getByText('通算 1 回')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'OK に戻す' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'OK に戻す' }).click();
  await expect(page.getByText('このアドレスにはメールが配信されません')).toHaveCount(0);
  await expect(errors.getByText(/送信抑制リストから .* を外しました/)).toBeVisible({ timeout: 20_000 });
  await expect(errors.getByText('宛先不明')).toBeVisible();
  await expectAccessible(page);
});

test('J-36 a stopped customer who is deleted and registered again is told to be carried over', async ({ page }) => {
  const group = await callApi<Row>(page, 'POST', '/api/groups', { name: '引き継ぎの会員' });
  const body = { email: 'carried.over@example.jp', fields: {} };
  const first = await callApi<Row>(page, 'POST', '/api/customers', body);
  await callApi(page, 'POST', `/api/groups/${group.id}/members`, { customerIds: [first.id] });
  await callApi(page, 'PATCH', `/api/groups/${group.id}/members/${first.id}`, { deliveryState: 'stopped' });
  await callApi(page, 'DELETE', `/api/customers/${first.id}`);
  const again = await callApi<Row>(page, 'POST', '/api/customers', body);
  await callApi(page, 'POST', `/api/groups/${group.id}/members`, { customerIds: [again.id] });
  await page.goto(`/groups/${group.id}`);
  await expect(page.getByText('削除前の配信停止を引き継ぎました')).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/customers/${again.id}`);
  await expect(page.getByText('削除前の配信停止を引き継ぎました')).toBeVisible();
});

test('C-55 notices go to the addresses set; a test notice arrives', async ({ page }) => {
  const senders = await callApi<{ items: Row[] }>(page, 'GET', '/api/sender-addresses');
  if (senders.items.length === 0)
    await callApi(page, 'POST', '/api/sender-addresses', { email: 'news@example.jp', displayName: '珈琲店' });
  await page.goto('/settings');
  const notices = page.locator('section', { has: page.getByRole('heading', { name: '通知メール', exact: true }) });
  const box = notices.getByLabel('通知メール送信先アドレス');
  await box.fill('nobody');
  await notices.getByRole('button', { name: '保存する' }).click();
  await expect(notices.getByText('メールアドレスの形式で入力してください', { exact: false })).toBeVisible();
  await box.fill('ops@example.jp, boss@example.jp');
  await notices.getByRole('button', { name: '保存する' }).click();
  await expect(page.getByText('保存しました')).toBeVisible();
  await notices.getByRole('button', { name: 'テスト通知を送る' }).click();
  await mailTo(page, 'boss@example.jp', '【くばり】通知メールのテスト');
  await expect(notices.getByText('送信済み').first()).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
});

test('C-13 synchronising states: turned on, those who differ are aligned', async ({ page }) => {
  const customer = await callApi<Row>(page, 'POST', '/api/customers', { email: 'mixed@example.jp', fields: {} });
  const groups: string[] = [];
  for (const name of ['同期A', '同期B']) {
    const { id } = await callApi<Row>(page, 'POST', '/api/groups', { name });
    await callApi(page, 'POST', `/api/groups/${id}/members`, { customerIds: [customer.id] });
    groups.push(id);
  }
  await callApi(page, 'PATCH', `/api/groups/${groups[0]}/members/${customer.id}`, { deliveryState: 'banned' });
  await page.goto('/settings');
  const sync = page.locator('section', { has: page.getByRole('heading', { name: '配信状態の同期' }) });
  await sync.getByLabel('すべてのグループで配信状態を同じにする').click();
  await page.getByRole('dialog').getByRole('button', { name: 'オンにする' }).click();
  await sync.getByRole('button', { name: 'そろえる' }).click();
  await expectAccessible(page);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /件をそろえる$/ })
    .click();
  await expect(sync.getByText('グループによって配信状態が異なる顧客はいません。', { exact: false })).toBeVisible({
    timeout: 20_000,
  });
  const { items } = await callApi<{ items: { deliveryState: string }[] }>(
    page,
    'GET',
    `/api/customers/${customer.id}/memberships`,
  );
  expect(items.map(({ deliveryState }) => deliveryState)).toEqual(['banned', 'banned']);
  await callApi(page, 'PATCH', '/api/settings', { syncDeliveryStates: false });
});
