import { beforeEach, describe, expect, test } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { CustomersListPage } from './customers-list.page';

const field = {
  id: '1',
  label: '氏名',
  mergeKey: 'name',
  type: 'text',
  choices: [],
  position: 0,
  required: false,
  mergeDefault: '',
  searchable: true,
};
const customer = (id: string, name: string, status = 'ok') => ({
  id,
  email: `${id}@example.jp`,
  status,
  errorCount: 0,
  statusChangedAt: null,
  registeredVia: 'csv',
  createdAt: '2026-11-20T03:00:00Z',
  updatedAt: '2026-11-20T03:00:00Z',
  fields: { '1': name },
  groups: [],
  suggestedEmail: null,
});
const group = {
  id: '7',
  name: 'メルマガ',
  colour: 'indigo',
  description: '',
  sender: null,
  createdAt: '2026-11-20T03:00:00Z',
  members: { total: 0, active: 0, stopped: 0, banned: 0 },
};

/** A progress stream that says nothing. */
class SilentStream {
  addEventListener(): void {}
  close(): void {}
}

beforeEach(() => {
  Object.assign(globalThis, { EventSource: SilentStream });
  answer('GET /api/customer-fields', () => ({ items: [field] }));
  answer('GET /api/segments', () => ({ items: [], nextCursor: null }));
  answer('GET /api/groups', () => ({ items: [group], nextCursor: null }));
  answer('GET /api/customers/counts-by-status', () => ({ all: 3, ok: 2, error: 1, stopped: 0 }));
  answer('GET /api/customers/count', () => ({ count: 2 }));
  answer('GET /api/customers/record-count', () => ({ count: 3, limit: null, monthPeak: 3 }));
  answer('GET /api/customers', ({ query }) => ({
    items:
      query.q === 'いない'
        ? []
        : [customer('103', '清水 蓮'), customer('102', '田中 誠', 'error'), customer('101', '佐藤 茜')],
    nextCursor: null,
  }));
});

const lastList = () => requests('GET /api/customers').at(-1)?.query;

test('C-16 a customer in error stands on a row of its own colour', async () => {
  renderPage(<CustomersListPage />, { at: '/customers' });
  const row = (await screen.findByText('田中 誠')).closest('[role="row"]');
  expect(row).toHaveAttribute('data-tone', 'error');
  expect(screen.getByText('清水 蓮').closest('[role="row"]')).not.toHaveAttribute('data-tone');
});

test('the address holds the search, so that a reload or a link shows the same list', async () => {
  const { user, router } = renderPage(<CustomersListPage />, { at: '/customers?status=error' });
  await screen.findByText('清水 蓮');
  expect(lastList()).toMatchObject({ status: 'error', limit: '100' });
  await user.type(screen.getByRole('searchbox'), '清水');
  await waitFor(() => expect(router.state.location.search).toContain(`q=${encodeURIComponent('清水')}`));
  await waitFor(() => expect(lastList()).toMatchObject({ status: 'error', q: '清水' }));
});

test('a search without hits offers to clear it', async () => {
  const { user, router } = renderPage(<CustomersListPage />, { at: '/customers?q=いない' });
  await user.click(await screen.findByRole('button', { name: '条件をすべて解除' }));
  await screen.findByText('清水 蓮');
  expect(router.state.location.search).toBe('');
});

const operation = (values: object = {}) => ({
  id: '5',
  kind: 'add_to_group',
  state: 'finished',
  group: { id: '7', name: 'メルマガ' },
  deliveryState: null,
  target: { selectedCount: 1, all: null },
  totalCount: 1,
  doneCount: 1,
  changedCount: 1,
  alreadyCount: 0,
  leftOutCount: 0,
  failure: null,
  createdByName: '山田 花子',
  createdAt: '2026-11-26T01:00:00Z',
  startedAt: '2026-11-26T01:00:00Z',
  finishedAt: '2026-11-26T01:00:00Z',
  ...values,
});
const ordered = () => requests('POST /api/bulk-operations').at(-1)?.body;

/** The server of operations that have ended when they are first looked at. */
function operationsEndAtOnce(values: object = {}): void {
  answer('POST /api/bulk-operations', () => operation({ ...values, state: 'queued' }));
  answer('GET /api/bulk-operations/5', () => operation(values));
}

test('chosen customers go into a group by id, and what came of it is said', async () => {
  operationsEndAtOnce({ changedCount: 0, alreadyCount: 1 });
  const { user } = renderPage(<CustomersListPage />, { at: '/customers' });
  await user.click(await screen.findByRole('checkbox', { name: '「103@example.jp」を選択' }));
  await addToGroup(user);
  expect(ordered()).toEqual({ kind: 'add_to_group', params: { groupId: '7' }, target: { customerIds: ['103'] } });
  expect(await screen.findByText('0 件をグループに追加しました', {}, { timeout: 5000 })).toBeVisible();
  expect(screen.getByText('1 件はすでに入っていました')).toBeVisible();
  // the selection is let go once its operation is on its way
  expect(screen.getByRole('checkbox', { name: '「103@example.jp」を選択', hidden: true })).not.toBeChecked();
});

test('everything the filter finds goes into a group by the filter, never as a list of ids', async () => {
  operationsEndAtOnce({ changedCount: 2 });
  const { user } = renderPage(<CustomersListPage />, { at: '/customers?q=example' });
  await user.click(await screen.findByRole('checkbox', { name: '「103@example.jp」を選択' }));
  await user.click(await screen.findByRole('button', { name: '該当する 2 件をすべて選択' }));
  await addToGroup(user);
  expect(ordered()).toMatchObject({ target: { all: { q: 'example' } } });
});

describe('after everything the filter finds was chosen', () => {
  const box = (name: string) => screen.getByRole('checkbox', { name: `「${name}@example.jp」を選択` });

  async function chooseAll() {
    operationsEndAtOnce();
    answer('GET /api/customers/count', () => ({ count: 30 }));
    const page = renderPage(<CustomersListPage />, { at: '/customers?q=example' });
    await page.user.click(await screen.findByRole('checkbox', { name: '表示中の行をすべて選択' }));
    await page.user.click(await screen.findByRole('button', { name: '該当する 30 件をすべて選択' }));
    expect(screen.getByText('30 件を選択中')).toBeVisible();
    return page;
  }

  test('a row that is unticked stays out: what is still ticked is meant, not everything', async () => {
    const { user } = await chooseAll();
    await user.click(box('102'));
    expect(screen.getByText('2 件を選択中')).toBeVisible();
    await addToGroup(user);
    expect(ordered()).toMatchObject({ target: { customerIds: ['103', '101'] } });
  });

  test('a selection that was emptied and begun again means only what is ticked then', async () => {
    const { user } = await chooseAll();
    await user.click(screen.getByRole('checkbox', { name: '表示中の行をすべて選択' }));
    await user.click(box('102'));
    expect(screen.getByText('1 件を選択中')).toBeVisible();
    await addToGroup(user);
    expect(ordered()).toMatchObject({ target: { customerIds: ['102'] } });
  });
});

test('deleting by a filter offers an export, states the number, and is refused when it has changed', async () => {
  answer('POST /api/bulk-operations', ({ body }) =>
    (body as { expectedCount: number }).expectedCount === 2
      ? new Refusal(409, 'count-changed', [{ field: 'expectedCount', code: 'count-changed', params: { count: 3 } }])
      : operation({ kind: 'delete', group: null, changedCount: 3 }),
  );
  answer('GET /api/bulk-operations/5', () => operation({ kind: 'delete', group: null, changedCount: 3 }));
  const { user } = renderPage(<CustomersListPage />, { at: '/customers?q=example', permissions: DELETING });
  await user.click(await screen.findByRole('checkbox', { name: '「103@example.jp」を選択' }));
  await user.click(await screen.findByRole('button', { name: '該当する 2 件をすべて選択' }));
  await user.click(screen.getByRole('button', { name: 'その他の操作' }));
  await user.click(await screen.findByRole('menuitem', { name: '削除' }));
  expect(await screen.findByRole('button', { name: '先に CSV に出力する' })).toBeVisible();
  await user.click(screen.getByRole('button', { name: '確認に進む' }));
  const submit = await screen.findByRole('button', { name: '2 件を削除する' });
  expect(submit).toBeDisabled();
  await user.type(screen.getByRole('textbox', { name: /確認のため/ }), '2');
  await user.click(submit);
  expect(await screen.findByText(/件数が変わりました/)).toBeVisible();
  await user.click(await screen.findByRole('button', { name: '確認に進む' }));
  await user.type(await screen.findByRole('textbox', { name: /確認のため「3」/ }), '3');
  await user.click(screen.getByRole('button', { name: '3 件を削除する' }));
  expect(await screen.findByText('3 件の顧客を削除しました')).toBeVisible();
  expect(ordered()).toEqual({ kind: 'delete', target: { all: { q: 'example' } }, expectedCount: 3 });
});

const DELETING = ['customer.read', 'customer.delete', 'customer.export', 'group.read', 'group.write'] as const;

test('who may do nothing with many customers is not offered to choose rows', async () => {
  renderPage(<CustomersListPage />, { at: '/customers', permissions: ['customer.read', 'group.read'] });
  await screen.findByText('清水 蓮');
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.queryByRole('link', { name: 'インポート' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'CSV 出力' })).toBeNull();
});

test('a selection offers what the role may do, and nothing else', async () => {
  const permissions = ['customer.read', 'group.read', 'customer.export'] as const;
  const { user } = renderPage(<CustomersListPage />, { at: '/customers', permissions });
  await user.click(await screen.findByRole('checkbox', { name: '「103@example.jp」を選択' }));
  // one for everything the filter finds, one for the selection
  expect(screen.getAllByRole('button', { name: 'CSV 出力' })).toHaveLength(2);
  expect(screen.queryByRole('button', { name: 'グループに追加' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'その他の操作' })).toBeNull();
});

describe('by the keyboard', () => {
  const box = (name: string) => screen.getByRole('checkbox', { name: `「${name}@example.jp」を選択` });
  const current = () => document.querySelector('[data-current]')?.textContent;

  test('arrow keys and j, k walk through the rows; space chooses, shift+space a range, Escape lets go', async () => {
    const { user } = renderPage(<CustomersListPage />, { at: '/customers' });
    await screen.findByText('清水 蓮');
    await user.keyboard('j');
    expect(current()).toContain('清水 蓮');
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}k');
    expect(current()).toContain('田中 誠');
    expect(screen.getByText('2 行目: 102@example.jp')).toHaveAttribute('role', 'status');
    await user.keyboard('{Home} ');
    expect(box('103')).toBeChecked();
    expect(screen.getByText('1 行目: 103@example.jp、選択中')).toHaveAttribute('role', 'status');
    await user.keyboard('{End}{Shift>} {/Shift}');
    expect([box('103'), box('102'), box('101')].map((one) => (one as HTMLInputElement).checked)).toEqual([
      true,
      true,
      true,
    ]);
    await user.keyboard('{Escape}');
    expect(box('102')).not.toBeChecked();
  });

  test('Enter opens the row', async () => {
    const { user, router } = renderPage(<CustomersListPage />, { at: '/customers' });
    await screen.findByText('清水 蓮');
    await user.keyboard('jj{Enter}');
    expect(router.state.location.pathname).toBe('/customers/102');
  });

  test('a click with shift chooses everything from the last one', async () => {
    const { user } = renderPage(<CustomersListPage />, { at: '/customers' });
    await screen.findByText('清水 蓮');
    await user.click(box('101'));
    await user.keyboard('{Shift>}');
    await user.click(box('103'));
    await user.keyboard('{/Shift}');
    expect(box('102')).toBeChecked();
    expect(screen.getByText('3 件を選択中')).toBeVisible();
  });

  test('? shows the keys, / goes to the search; both can be switched off', async () => {
    const { user } = renderPage(
      <main>
        <CustomersListPage />
      </main>,
      { at: '/customers' },
    );
    await screen.findByText('清水 蓮');
    await user.keyboard('/');
    expect(screen.getByRole('searchbox')).toHaveFocus();
    await user.keyboard('j?');
    expect(screen.getByRole('searchbox')).toHaveValue('j?');
    await user.clear(screen.getByRole('searchbox'));
    screen.getByRole('searchbox').blur();
    await user.keyboard('?');
    const help = await screen.findByRole('dialog', { name: 'キーボード操作' });
    await user.click(within(help).getByRole('switch', { name: /^1 文字のショートカットを使う/ }));
    await user.click(within(help).getByRole('button', { name: '閉じる' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    (document.activeElement as HTMLElement).blur();
    await user.keyboard('/');
    expect(screen.getByRole('searchbox')).not.toHaveFocus();
  });
});

describe('columns', () => {
  const headings = () => screen.getAllByRole('columnheader').map((cell) => cell.textContent);

  test('are shown in the order they are put into, by the keyboard too, and it is remembered', async () => {
    const first = renderPage(<CustomersListPage />, { at: '/customers' });
    await screen.findByText('清水 蓮');
    expect(headings()).toEqual(['', '顧客', 'ステータス', 'グループ', '登録日']);
    await first.user.click(screen.getByRole('button', { name: '表示項目' }));
    await first.user.click(await screen.findByRole('checkbox', { name: 'エラー回数' }));
    const handle = screen.getByRole('button', { name: '「エラー回数」を並べ替える' });
    handle.focus();
    await first.user.keyboard('{Home}');
    expect(headings()).toEqual(['', '顧客', 'エラー回数', 'ステータス', 'グループ', '登録日']);
    expect(screen.getByText('「エラー回数」を 4 件中 1 番目に移動しました')).toHaveAttribute('role', 'status');
    expect(screen.getByRole('button', { name: '「エラー回数」を並べ替える' })).toHaveFocus();
    await first.user.keyboard('{ArrowDown}');
    expect(headings()).toEqual(['', '顧客', 'ステータス', 'エラー回数', 'グループ', '登録日']);
    await first.user.click(screen.getByRole('checkbox', { name: 'グループ' }));
    cleanup();
    renderPage(<CustomersListPage />, { at: '/customers' });
    await screen.findByText('清水 蓮');
    expect(headings()).toEqual(['', '顧客', 'ステータス', 'エラー回数', '登録日']);
  });
});

async function addToGroup(user: ReturnType<typeof renderPage>['user']): Promise<void> {
  await user.click(screen.getByRole('button', { name: 'グループに追加' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('combobox', { name: '追加先のグループ' }));
  await user.click(await screen.findByRole('option', { name: /メルマガ/ }));
  await user.click(dialog.getByRole('button', { name: /件を追加$/ }));
  await waitFor(() => expect(requests('POST /api/bulk-operations')).toHaveLength(1));
}
