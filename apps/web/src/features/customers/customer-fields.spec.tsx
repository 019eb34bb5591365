import { beforeEach, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { CustomerFieldsPage } from './customer-fields.page';

const base = {
  choices: [] as object[],
  position: 0,
  required: false,
  inputRestriction: 'none',
  mergeDefault: '',
  searchable: false,
  conversion: null as object | null,
};
const name = { ...base, id: '1', label: '氏名', mergeKey: 'name', type: 'text' };
const age = { ...base, id: '2', label: '年齢', mergeKey: 'age', type: 'text' };
const memo = { ...base, id: '3', label: 'メモ', mergeKey: 'memo', type: 'long_text' };
const oldRank = {
  ...base,
  id: '4',
  label: '旧ランク',
  mergeKey: 'rank',
  type: 'text',
  retiredAt: '2026-11-20T03:00:00Z',
  replacement: { fieldId: '9', convertedCount: 98, keptCount: 2, isFinished: true },
};
const preview = {
  customerCount: 5,
  convertibleCount: 3,
  failingCount: 2,
  isComplete: true,
  keepsField: false,
  scheduledDeliveryCount: 1,
  segmentCount: 2,
  examples: [{ text: '五十', count: 2, code: 'not-a-number', params: {} }],
  commonValues: [
    { text: '30', count: 3 },
    { text: '五十', count: 2 },
  ],
};

let fields = [name, age, memo];

beforeEach(() => {
  fields = [name, age, memo];
  answer('GET /api/customer-fields', () => ({ items: fields }));
  answer('GET /api/customer-fields/retired', () => ({ items: [oldRank] }));
  answer('GET /api/settings', () => ({
    organisationName: '',
    postalAddress: '',
    contact: '',
    maxCustomerFields: 30,
    timeZone: 'Asia/Tokyo',
  }));
  answer('PUT /api/customer-fields/order', ({ body }) => {
    const { fieldIds } = body as { fieldIds: string[] };
    fields = fieldIds.flatMap((id) => fields.find((field) => field.id === id) ?? []);
    return { items: fields };
  });
});

async function openMenu(label: string, item: string) {
  const { user } = renderPage(<CustomerFieldsPage />, { at: '/customer-fields' });
  await user.click(await screen.findByRole('button', { name: `${label}: その他の操作` }));
  await user.click(await screen.findByRole('menuitem', { name: item }));
  return user;
}

async function choose(user: Awaited<ReturnType<typeof openMenu>>, label: string, option: RegExp) {
  await user.click(await screen.findByRole('combobox', { name: label }));
  await user.click(await screen.findByRole('option', { name: option }));
}

const order = (): (string | undefined)[] =>
  screen
    .getAllByRole('listitem')
    .map((item) => ['氏名', '年齢', 'メモ'].find((label) => item.textContent.includes(label)));

test('a field is moved by the keyboard: it takes the focus along, and a reader hears where it is', async () => {
  const { user } = renderPage(<CustomerFieldsPage />, { at: '/customer-fields' });
  (await screen.findByRole('button', { name: '「メモ」を上へ移動' })).focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(order()).toEqual(['氏名', 'メモ', '年齢']));
  expect(screen.getByRole('button', { name: '「メモ」を上へ移動' })).toHaveFocus();
  expect(screen.getByRole('status')).toHaveTextContent('「メモ」を 2 番目に移動しました');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(order()).toEqual(['メモ', '氏名', '年齢']));
  expect(screen.getByRole('button', { name: '「メモ」を下へ移動' })).toHaveFocus();
  expect(requests('PUT /api/customer-fields/order').map(({ body }) => body)).toEqual([
    { fieldIds: ['1', '3', '2'] },
    { fieldIds: ['3', '1', '2'] },
  ]);
});

test('C-06 a new text field with a restriction is explained and sent; other types have none', async () => {
  answer('POST /api/customer-fields', () => ({ ...base, id: '8', label: 'フリガナ', mergeKey: 'kana', type: 'text' }));
  const { user } = renderPage(<CustomerFieldsPage />, { at: '/customer-fields' });
  await user.click(await screen.findByRole('button', { name: '項目を追加' }));
  await user.type(await screen.findByLabelText(/^項目名/), 'フリガナ');
  await choose(user, '入力制限', /^全角カタカナのみ$/);
  expect(screen.getByText('例: ヤマダ タロウ')).toBeVisible();
  await user.click(screen.getByRole('button', { name: '作成する' }));
  await waitFor(() => expect(requests('POST /api/customer-fields')).toHaveLength(1));
  expect(requests('POST /api/customer-fields')[0]?.body).toMatchObject({
    label: 'フリガナ',
    type: 'text',
    inputRestriction: 'full_width_katakana',
  });
});

test('a choice that is refused is marked where it stands, whatever blank rows were above it', async () => {
  answer('POST /api/customer-fields', ({ body }) => {
    const { choices } = body as { choices: { label: string }[] };
    const index = choices.findIndex(({ label }, i) => choices.findIndex((one) => one.label === label) < i);
    const twice = { field: `choices.${index}.label`, code: 'label-taken', message: 'taken' };
    return new Refusal(422, 'invalid-request', [twice]);
  });
  const { user } = renderPage(<CustomerFieldsPage />, { at: '/customer-fields' });
  await user.click(await screen.findByRole('button', { name: '項目を追加' }));
  await user.type(await screen.findByLabelText(/^項目名/), '色');
  await choose(user, '種類', /^単一選択/);
  for (const label of ['', '赤', '', '赤', '青']) {
    const boxes = screen.getAllByLabelText(/^選択肢 \d/);
    if (label !== '') await user.type(boxes.at(-1) as HTMLElement, label);
    if (label !== '青') await user.click(screen.getByRole('button', { name: '選択肢を追加' }));
  }
  await user.click(screen.getByRole('button', { name: '作成する' }));
  await waitFor(() =>
    expect(screen.getByLabelText('選択肢 2')).toHaveAccessibleDescription('同じ名前の項目があります'),
  );
  expect(screen.getByLabelText('選択肢 2')).toHaveValue('赤');
  expect(screen.getByLabelText('選択肢 3')).toHaveValue('青');
  expect(requests('POST /api/customer-fields')[0]?.body).toMatchObject({
    choices: [{ label: '赤' }, { label: '赤' }, { label: '青' }],
  });
});

test('what was typed about a field is not lost by Escape', async () => {
  const { user } = renderPage(<CustomerFieldsPage />, { at: '/customer-fields' });
  await user.click(await screen.findByRole('button', { name: '項目を追加' }));
  const label = await screen.findByLabelText(/^項目名/);
  await user.type(label, 'フリガナ');
  await user.keyboard('{Escape}');
  await user.click(await screen.findByRole('button', { name: '入力を続ける' }));
  expect(label).toHaveValue('フリガナ');
});

test('every type is offered with a sentence that says what it is for', async () => {
  const { user } = renderPage(<CustomerFieldsPage />, { at: '/customer-fields' });
  await user.click(await screen.findByRole('button', { name: '項目を追加' }));
  await user.click(await screen.findByRole('combobox', { name: '種類' }));
  const options = screen.getAllByRole('option');
  expect(options).toHaveLength(10);
  expect(options.at(-1)).toHaveTextContent('郵便番号〒や全角、ハイフンなしも読み取り、100-0001 の形にそろえます');
  await user.click(screen.getByRole('option', { name: /^都道府県/ }));
  expect(screen.queryByRole('combobox', { name: '入力制限' })).toBeNull();
});

test('a change of type that loses values shows them with the reason and wants a tick first', async () => {
  answer('POST /api/customer-fields/2/type-preview', () => preview);
  answer('PUT /api/customer-fields/2/type', () => ({ ...age, id: '9', type: 'number', conversion: { percent: 0 } }));
  const user = await openMenu('年齢', '種類を変更');
  await choose(user, '新しい種類', /^数値/);
  expect(await screen.findByText('5 件のうち 3 件は変換できますが、2 件は変換できません。')).toBeVisible();
  expect(screen.getByText('予約中の配信 1 件は、変更する前の値で配信されます。')).toBeVisible();
  expect(screen.getByText(/^この項目を条件に使うセグメントが 2 件あります。/)).toBeVisible();
  const row = within(screen.getByRole('table', { name: '変換できない値の例' })).getAllByRole('row')[1];
  expect(row).toHaveTextContent('五十2数値で入力してください');
  const submit = screen.getByRole('button', { name: '種類を変更する' });
  expect(submit).toBeDisabled();
  await user.click(screen.getByRole('checkbox', { name: /^変換できない 2 件は、新しい項目では空になること/ }));
  await user.click(submit);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(requests('PUT /api/customer-fields/2/type')[0]?.body).toEqual({
    type: 'number',
    inputRestriction: 'none',
    acceptLoss: true,
  });
});

test('choices are made of the values there are', async () => {
  answer('POST /api/customer-fields/2/type-preview', ({ body }) => {
    const { choices } = body as { choices: { label: string }[] };
    return choices.length < 2 ? preview : { ...preview, convertibleCount: 5, failingCount: 0, examples: [] };
  });
  answer('PUT /api/customer-fields/2/type', () => ({ ...age, id: '9', type: 'single_choice' }));
  const user = await openMenu('年齢', '種類を変更');
  await choose(user, '新しい種類', /^単一選択/);
  await user.click(await screen.findByRole('button', { name: '今ある値から選択肢を作る' }));
  expect(screen.getByLabelText('選択肢 2')).toHaveValue('五十');
  expect(await screen.findByText('値を持つ顧客 5 件すべてを変換できます。')).toBeVisible();
  await user.click(screen.getByRole('button', { name: '種類を変更する' }));
  await waitFor(() => expect(requests('PUT /api/customer-fields/2/type')).toHaveLength(1));
  expect(requests('PUT /api/customer-fields/2/type')[0]?.body).toMatchObject({
    choices: [{ label: '30' }, { label: '五十' }],
    acceptLoss: false,
  });
});

test('how far a conversion is stands beside its field, which is neither changed nor retired meanwhile', async () => {
  fields = [{ ...age, conversion: { percent: 42, convertedCount: 10, keptCount: 0 } }];
  const { user } = renderPage(<CustomerFieldsPage />, { at: '/customer-fields' });
  expect(await screen.findByRole('progressbar', { name: '「年齢」の値を変換中' })).toHaveAttribute(
    'aria-valuenow',
    '42',
  );
  await user.click(screen.getByRole('button', { name: '年齢: その他の操作' }));
  expect(await screen.findByRole('menuitem', { name: '種類を変更' })).toBeDisabled();
  expect(screen.getByRole('menuitem', { name: '廃止する' })).toBeDisabled();
  fields = [age];
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull(), { timeout: 3000 });
});

test('retiring says how many customers have a value, and that it stays', async () => {
  answer('GET /api/customer-fields/2/usage', () => ({
    customerCount: 1234,
    scheduledDeliveryCount: 2,
    segmentCount: 3,
  }));
  answer('DELETE /api/customer-fields/2', () => undefined);
  const user = await openMenu('年齢', '廃止する');
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByText(/1,234 件の顧客がこの項目に値を持っています/)).toBeVisible();
  expect(within(dialog).getByText(/予約中の配信 2 件/)).toBeVisible();
  expect(within(dialog).getByText(/この項目を条件に使うセグメントが 3 件あります/)).toBeVisible();
  await user.click(within(dialog).getByRole('button', { name: '項目を廃止する' }));
  await waitFor(() => expect(requests('DELETE /api/customer-fields/2')).toHaveLength(1));
});

test('a retired field says what became of it, and comes back under another name when its own is taken', async () => {
  answer('GET /api/customer-fields/4/usage', () => ({
    customerCount: 100,
    scheduledDeliveryCount: 0,
    segmentCount: 0,
  }));
  answer('POST /api/customer-fields/4/restore', ({ body }) =>
    (body as { label: string }).label === '旧ランク'
      ? new Refusal(422, 'invalid-request', [{ field: 'label', code: 'label-taken', message: 'taken' }])
      : { ...oldRank },
  );
  const { user } = renderPage(<CustomerFieldsPage />, { at: '/customer-fields?tab=retired' });
  expect(await screen.findByText(/98 件を変換、2 件は変換できず、この項目にだけ残っています/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: '旧ランク: 元に戻す' }));
  const label = await screen.findByLabelText(/^項目名/);
  await user.click(screen.getByRole('button', { name: '元に戻す' }));
  await waitFor(() => expect(label).toHaveAccessibleDescription('同じ名前の項目があります'));
  await user.clear(label);
  await user.type(label, '以前のランク');
  await user.click(screen.getByRole('button', { name: '元に戻す' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(requests('POST /api/customer-fields/4/restore')[1]?.body).toEqual({ label: '以前のランク', mergeKey: 'rank' });
});

test('what became of a field that is being replaced is looked at again until it is done', async () => {
  let isFinished = false;
  answer('GET /api/customer-fields/retired', () => ({
    items: [{ ...oldRank, replacement: { ...oldRank.replacement, isFinished } }],
  }));
  renderPage(<CustomerFieldsPage />, { at: '/customer-fields?tab=retired' });
  await waitFor(() => expect(screen.getByRole('button', { name: '旧ランク: 元に戻す' })).toBeDisabled());
  isFinished = true;
  expect(await screen.findByText(/98 件を変換、2 件は変換できず/, {}, { timeout: 10_000 })).toBeVisible();
  expect(screen.getByRole('button', { name: '旧ランク: 元に戻す' })).toBeEnabled();
});
