import type { Page } from '@playwright/test';
import { clickLink, mailTo, readMail, unsubscribeWithOneClick } from './support/inbox';
import { callApi, expect, expectAccessible, test } from './support/test';

interface Row {
  readonly id: string;
}

const HTML = `<html><body><h1>秋の新作</h1><p>{{email}} 様</p>
<p><a href="https://shop.example.jp/autumn">新作を見る</a> <a href="https://shop.example.jp/sale">セール</a></p>
<p>珈琲店 <a href="{{unsubscribe_url}}">配信停止</a></p></body></html>`;

/** A group of five, one of them stopped and one unreachable, and a mailing for it; all through the API. */
async function prepare(page: Page, name: string): Promise<{ mailingId: string; subject: string }> {
  const senders = await callApi<{ items: Row[] } | Row[]>(page, 'GET', '/api/sender-addresses');
  const known = Array.isArray(senders) ? senders : senders.items;
  const sender =
    known[0] ??
    (await callApi<Row>(page, 'POST', '/api/sender-addresses', { email: 'news@example.jp', displayName: '珈琲店' }));
  const group = await callApi<Row>(page, 'POST', '/api/groups', { name: `${name}の会員`, colour: 'orange' });
  const customers: Row[] = [];
  for (const local of ['aoi', 'ren', 'yui', 'stopped', 'gone+sim-hard'])
    customers.push(
      await callApi<Row>(page, 'POST', '/api/customers', { email: `${name}.${local}@example.jp`, fields: {} }),
    );
  await callApi(page, 'POST', `/api/groups/${group.id}/members`, { customerIds: customers.map(({ id }) => id) });
  await callApi(page, 'PATCH', `/api/groups/${group.id}/members/${customers[3]?.id}`, { deliveryState: 'stopped' });
  const subject = `${name} 秋の新作`;
  const mailing = await callApi<Row>(page, 'POST', '/api/mailings', {
    groupId: group.id,
    senderAddressId: sender.id,
    format: 'html',
    subject,
    htmlBody: HTML,
  });
  return { mailingId: mailing.id, subject };
}

/** The deliver page, its estimate and the one question; ends on the page of the delivery, which has its id. */
async function deliverNow(page: Page, mailingId: string): Promise<string> {
  await page.goto(`/mailings/${mailingId}/deliver`);
  const button = page.getByRole('button', { name: '4 件に配信' });
  await expect(button).toBeEnabled();
  await button.click();
  const dialog = page.getByRole('dialog', { name: '4 件に配信します' });
  await dialog.getByRole('button', { name: '4 件に配信' }).click();
  await expect(page).toHaveURL(/\/deliveries\/\d+$/);
  return /\d+$/.exec(page.url())?.[0] ?? '';
}

test('a mailing is delivered, opened, clicked and unsubscribed from, and each number leads to its people', async ({
  page,
}) => {
  const { mailingId, subject } = await prepare(page, 'aki');
  await page.goto(`/mailings/${mailingId}/deliver`);
  const summary = page.locator('section', { has: page.getByRole('heading', { name: '配信の見込み' }) });
  await expect(summary.getByText('4 件', { exact: true })).toBeVisible();
  await expect(summary.getByText('このグループの配信を停止した方')).toBeVisible();
  await expect(summary.getByText('−1', { exact: true })).toBeVisible();
  await expectAccessible(page);
  const id = await deliverNow(page, mailingId);

  await expect(page.getByText('配信完了')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('4 件の送信が終わりました')).toBeVisible();
  await expectAccessible(page);

  const mine = await mailTo(page, 'aki.aoi@example.jp', subject);
  await readMail(page, mine);
  expect(await clickLink(page, mine)).toBe('https://shop.example.jp/autumn');
  await unsubscribeWithOneClick(page, await mailTo(page, 'aki.ren@example.jp', subject));

  await expect(async () => {
    await page.goto(`/history/${id}`);
    await expect(page.getByRole('link', { name: /^開封率/ })).toContainText('1 人', { timeout: 5000 });
    await expect(page.getByRole('link', { name: /^クリック率/ })).toContainText('1 人', { timeout: 5000 });
    await expect(page.getByRole('link', { name: /^配信停止率/ })).toContainText('1 人', { timeout: 5000 });
    await expect(page.getByRole('link', { name: /^エラー率/ })).toContainText('1 人', { timeout: 5000 });
  }).toPass({ timeout: 60_000 });
  await expectAccessible(page);
  await page.getByRole('button', { name: '表で見る' }).first().click();
  await expect(page.getByRole('row', { name: /^0 時間後 1 1$/ })).toBeVisible();

  const opened = page.getByRole('table', { name: '受信者' });
  await page.getByRole('link', { name: /^開封率/ }).click();
  await expect(opened.getByRole('link')).toHaveText(['aki.aoi@example.jp']);
  await page.getByRole('button', { name: /^配信停止 1$/ }).click();
  await expect(opened.getByRole('link')).toHaveText(['aki.ren@example.jp']);
  await page.getByRole('button', { name: /^除外 1$/ }).click();
  await expect(opened.getByRole('link')).toHaveText(['aki.stopped@example.jp']);

  await page.getByRole('link', { name: 'リンク', exact: true }).click();
  await page.getByRole('link', { name: /^「新作を見る」をクリックした人/ }).click();
  await expect(opened.getByRole('link')).toHaveText(['aki.aoi@example.jp']);

  await page.getByRole('link', { name: /^エラー/ }).click();
  await expect(page.getByRole('link', { name: 'aki.gone+sim-hard@example.jp' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV' }).click();
  await page.getByRole('menuitem', { name: /UTF-8/ }).click();
  const file = await (await download).createReadStream();
  let csv = '';
  for await (const chunk of file) csv += String(chunk);
  expect(csv).toContain('aki.aoi@example.jp');
});

test('a delivery is scheduled off the hour, put off and called off', async ({ page }) => {
  const { mailingId, subject } = await prepare(page, 'yotei');
  await page.goto(`/mailings/${mailingId}/deliver`);
  await page.getByRole('radio', { name: '日時を指定' }).check();
  const startsAt = page.getByRole('button', { name: /配信開始日時/ });
  await expect(startsAt).toContainText(/[0-5][05]$/);
  await startsAt.click();
  await expect(page.getByRole('dialog', { name: /配信開始日時/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '4 件に配信予約' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '4 件に配信予約' }).click();
  await expect(page).toHaveURL(/\/deliveries\/\d+$/);
  await expect(page.getByText('予約', { exact: true }).first()).toBeVisible();

  await page.goto('/deliveries?view=scheduled');
  const row = page.getByRole('listitem').filter({ hasText: subject });
  await expectAccessible(page);
  await row.getByRole('button', { name: '中止' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '配信を中止する' }).click();
  await expect(row).toHaveCount(0);
  await page.goto('/history');
  await page.getByRole('searchbox', { name: '件名で検索' }).fill('ない件名');
  await expect(page.getByText('見つかりませんでした')).toBeVisible();
});

for (const choice of [
  { scheme: 'dark', locale: 'ja', width: 1440 },
  { scheme: 'light', locale: 'en', width: 390 },
] as const)
  test(`deliveries, history and reports are accessible, ${choice.scheme}, ${choice.locale}, ${choice.width} px`, async ({
    page,
    prefer,
  }) => {
    const { mailingId } = await prepare(page, `look${choice.width}`);
    const delivery = await callApi<Row>(page, 'POST', '/api/deliveries', {
      mailingId,
      groupId: (await callApi<{ groupId: string }>(page, 'GET', `/api/mailings/${mailingId}`)).groupId,
    });
    await prefer(choice);
    await page.setViewportSize({ width: choice.width, height: 844 });
    const id = delivery.id;
    for (const path of [
      `/mailings/${mailingId}/deliver`,
      '/deliveries',
      '/deliveries?view=scheduled',
      `/deliveries/${id}`,
      '/history',
      `/history/${id}`,
      `/history/${id}?tab=links`,
      `/history/${id}?tab=recipients`,
      `/history/${id}?tab=errors`,
      '/reports',
    ]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
      await expect(page.locator('[aria-busy="true"]'), path).toHaveCount(0);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(choice.width);
    }
  });
