import type { Locator, Page } from '@playwright/test';
import { callApi, expect, expectAccessible, test } from './support/test';

interface Row {
  readonly id: string;
}

/** A field of colours and four customers of a group, two of them red, one of those opted out; and a mailing for it. */
async function prepare(page: Page, name: string): Promise<{ readonly mailingId: string }> {
  const field = await callApi<Row & { choices: { id: string; label: string }[] }>(
    page,
    'POST',
    '/api/customer-fields',
    {
      label: `${name}の色`,
      type: 'single_choice',
      choices: [{ label: '赤' }, { label: '青' }],
    },
  );
  const group = await callApi<Row>(page, 'POST', '/api/groups', { name: `${name}の会員`, colour: 'teal' });
  const customers: Row[] = [];
  for (const [i, colour] of ['赤', '赤', '青', ''].entries())
    customers.push(
      await callApi<Row>(page, 'POST', '/api/customers', {
        email: `${name}${i}@example.jp`,
        fields: colour === '' ? {} : { [field.id]: colour },
      }),
    );
  await callApi(page, 'POST', `/api/groups/${group.id}/members`, { customerIds: customers.map(({ id }) => id) });
  await callApi(page, 'PATCH', `/api/groups/${group.id}/members/${customers[1]?.id}`, { deliveryState: 'stopped' });
  const senders = await callApi<{ items: Row[] }>(page, 'GET', '/api/sender-addresses');
  const sender =
    senders.items[0] ??
    (await callApi<Row>(page, 'POST', '/api/sender-addresses', { email: 'news@example.jp', displayName: '珈琲店' }));
  const mailing = await callApi<Row>(page, 'POST', '/api/mailings', {
    groupId: group.id,
    senderAddressId: sender.id,
    format: 'text',
    subject: `${name}のお知らせ`,
    textBody: 'いつもありがとうございます。\n配信停止: {{unsubscribe_url}}\n',
  });
  return { mailingId: mailing.id };
}

/** Chooses an option of a select inside the builder. */
async function choose(page: Page, box: Locator, option: string | RegExp): Promise<void> {
  await box.click();
  await page.getByRole('option', { name: option }).first().click();
}

test('a nested condition is counted and read out, saved as a segment, and narrows a delivery', async ({ page }) => {
  const { mailingId } = await prepare(page, 'iro');
  await page.goto('/customers');
  await page.getByRole('button', { name: '絞り込み', exact: true }).click();
  const builder = page.getByRole('dialog', { name: '絞り込みの条件' });
  const fields = builder.getByRole('combobox', { name: '項目', exact: true });

  await choose(page, fields.first(), 'グループと配信状態');
  await choose(page, builder.getByRole('combobox', { name: 'グループ', exact: true }), /iroの会員/);
  await builder.getByRole('button', { name: 'グループを追加' }).click();
  await choose(page, fields.nth(1), 'iroの色');
  await choose(page, builder.getByRole('combobox', { name: '値', exact: true }), '赤');
  await page.keyboard.press('Escape');
  const inner = builder.getByRole('group', { name: '条件のグループ' });
  await inner.getByRole('button', { name: '条件を追加' }).click();
  await choose(page, fields.nth(2), 'iroの色');
  await choose(page, builder.getByRole('combobox', { name: '条件', exact: true }).nth(2), 'が空');

  await expect(builder.getByRole('status').filter({ hasText: '3 件' })).toBeVisible();
  await expect(
    builder.getByText('グループ「iroの会員」に入っている、かつ（iroの色が「赤」であるか、iroの色が空である）顧客'),
  ).toBeVisible();
  await expectAccessible(page);

  await builder.getByRole('button', { name: 'セグメントとして保存' }).click();
  await page.getByLabel('セグメントの名前').fill('赤か不明');
  await page.keyboard.press('Enter');
  await expect(page.getByText('セグメント「赤か不明」を保存しました')).toBeVisible();
  await builder.getByRole('button', { name: '適用する' }).click();
  await expect(page).toHaveURL(/segment=\d+/);
  await expect(page.getByRole('status').filter({ hasText: '3 件が該当' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'iro2@example.jp' })).toHaveCount(0);

  await page.goto('/segments');
  await expect(page.getByRole('row', { name: /赤か不明/ })).toContainText('3');
  await expectAccessible(page);

  await page.goto(`/mailings/${mailingId}/deliver`);
  await choose(page, page.getByRole('combobox', { name: 'セグメント' }), '赤か不明');
  const button = page.getByRole('button', { name: '2 件に配信' });
  await expect(button).toBeEnabled();
  await expectAccessible(page);
  await button.click();
  const question = page.getByRole('dialog', { name: '2 件に配信します' });
  await expect(question.getByText(/iroの色が空である）顧客/)).toBeVisible();
  await question.getByRole('button', { name: '2 件に配信' }).click();
  await expect(page).toHaveURL(/\/deliveries\/\d+$/);
  await expect(page.getByText('赤か不明', { exact: true })).toBeVisible();
  const id = /\d+$/.exec(page.url())?.[0] ?? '';
  await expect(page.getByText('配信完了')).toBeVisible({ timeout: 30_000 });
  await page.goto(`/history/${id}`);
  await expect(page.getByText(/セグメント「赤か不明」: グループ「iroの会員」に入っている/)).toBeVisible();
});

test('the builder is worked by the keyboard alone, and fits a telephone', async ({ page }) => {
  await prepare(page, 'kagi');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/customers');
  await page.getByRole('button', { name: '絞り込み', exact: true }).focus();
  await page.keyboard.press('Enter');
  const builder = page.getByRole('dialog', { name: '絞り込みの条件' });
  const field = builder.getByRole('combobox', { name: '項目', exact: true });
  await field.focus();
  await page.keyboard.type('メールアドレス');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('メールアドレス');
  await builder.getByRole('textbox', { name: '値' }).focus();
  await page.keyboard.type('kagi1');
  const count = builder.getByRole('status').filter({ hasText: '1 件' });
  await expect(count).toBeVisible();
  await expect(count).not.toHaveAttribute('aria-busy');
  await expectAccessible(page);
  // a count that is being made anew shows the old one, which must be readable too
  await page.route('**/api/conditions/explain', (route) =>
    new Promise((done) => setTimeout(done, 8000)).then(() => route.continue()),
  );
  await page.keyboard.type('@');
  await expect(count).toHaveAttribute('aria-busy', 'true');
  await expectAccessible(page);
  await page.keyboard.press('Backspace');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await page.keyboard.press('Enter');
  await expect(builder).toHaveCount(0);
  await page.getByRole('button', { name: '外す: メールアドレスに「kagi1」を含む' }).click();
  await expect(page).toHaveURL(/\/customers$/);
});
