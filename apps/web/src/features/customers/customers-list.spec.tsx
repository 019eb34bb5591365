import { beforeEach, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
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

beforeEach(() => {
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

test('chosen customers go into a group by id', async () => {
  answer('POST /api/groups/7/members', () => ({ addedCount: 1, alreadyCount: 0 }));
  const { user } = renderPage(<CustomersListPage />, { at: '/customers' });
  await user.click(await screen.findByRole('checkbox', { name: '「103@example.jp」を選択' }));
  await addToGroup(user);
  expect(requests('POST /api/groups/7/members')[0]?.body).toEqual({ customerIds: ['103'] });
});

test('everything the filter finds goes into a group by the filter, never as a list of ids', async () => {
  answer('POST /api/groups/7/members', () => ({ addedCount: 2, alreadyCount: 0 }));
  const { user } = renderPage(<CustomersListPage />, { at: '/customers?q=example' });
  await user.click(await screen.findByRole('checkbox', { name: '「103@example.jp」を選択' }));
  await user.click(await screen.findByRole('button', { name: '該当する 2 件をすべて選択' }));
  await addToGroup(user);
  expect(requests('POST /api/groups/7/members')[0]?.body).toEqual({ all: { q: 'example' } });
});

test('who may not change groups is not offered to choose rows', async () => {
  renderPage(<CustomersListPage />, { at: '/customers', permissions: ['customer.read', 'group.read'] });
  await screen.findByText('清水 蓮');
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.queryByRole('link', { name: 'インポート' })).toBeNull();
});

async function addToGroup(user: ReturnType<typeof renderPage>['user']): Promise<void> {
  await user.click(screen.getByRole('button', { name: 'グループに追加' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('combobox', { name: '追加先のグループ' }));
  await user.click(await screen.findByRole('option', { name: /メルマガ/ }));
  await user.click(dialog.getByRole('button', { name: /件を追加$/ }));
  await waitFor(() => expect(requests('POST /api/groups/7/members')).toHaveLength(1));
}
