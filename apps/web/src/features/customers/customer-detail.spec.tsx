import { beforeEach, describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { CustomerDetailPage } from './customer-detail.page';

const customer = {
  id: '5',
  email: 'taro@gmial.com',
  status: 'ok',
  errorCount: 0,
  statusChangedAt: null,
  registeredVia: 'csv',
  createdAt: '2026-11-01T03:00:00Z',
  updatedAt: '2026-11-01T03:00:00Z',
  fields: { '1': '山田' },
  groups: [],
  suggestedEmail: 'taro@gmail.com',
};
const group = {
  id: '7',
  name: 'メルマガ',
  colour: 'indigo',
  description: '',
  sender: null,
  createdAt: '2026-11-20T03:00:00Z',
  members: { total: 0, active: 0, stopped: 0, banned: 0 },
};
const nobody = { items: [], nextCursor: null };

beforeEach(() => {
  answer('GET /api/customers/5', () => customer);
  answer('GET /api/customer-fields', () => ({
    items: [
      {
        id: '1',
        label: '氏名',
        mergeKey: 'name',
        type: 'text',
        choices: [],
        position: 0,
        required: false,
        inputRestriction: 'none',
        mergeDefault: '',
        searchable: true,
        conversion: null,
      },
    ],
  }));
  answer('GET /api/customers/5/memberships', () => ({ items: [] }));
  answer('GET /api/customers/5/consents', () => ({ items: [] }));
  answer('GET /api/customers/5/errors', () => nobody);
  answer('GET /api/customers/5/address-health', () => ({
    status: 'ok',
    statusChangedAt: null,
    errorCount: 0,
    hardErrorCount: 0,
    hardErrorLimit: 1,
    softErrorLimit: 3,
    suppressionLift: null,
  }));
  answer('GET /api/customers/5/eligibility', () => ({ items: [] }));
  answer('GET /api/customers/5/timeline', () => nobody);
  answer('GET /api/groups', () => ({ items: [group], nextCursor: null }));
});

const open = () => renderPage(<CustomerDetailPage />, { at: '/customers/5', route: '/customers/:id' });

describe('an address that looks mistyped', () => {
  const change = { name: 'taro@gmail.com に変更する' };

  test('is changed after a question that says from what to what, and it is told', async () => {
    answer('PATCH /api/customers/5', () => ({ ...customer, email: 'taro@gmail.com', suggestedEmail: null }));
    const { user } = open();
    await user.click(await screen.findByRole('button', change));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/^taro@gmial\.com を taro@gmail\.com に変更します。/)).toBeVisible();
    expect(requests('PATCH /api/customers/5')).toEqual([]);
    await user.click(dialog.getByRole('button', change));
    expect(await screen.findByText('メールアドレスを変更しました')).toBeVisible();
    expect(requests('PATCH /api/customers/5').map(({ body }) => body)).toEqual([{ email: 'taro@gmail.com' }]);
  });

  test('stays, with the reason, when the server refuses the other one', async () => {
    answer(
      'PATCH /api/customers/5',
      () => new Refusal(422, 'invalid-request', [{ field: 'email', code: 'already-registered', message: 'exists' }]),
    );
    const { user } = open();
    await user.click(await screen.findByRole('button', change));
    const dialog = within(await screen.findByRole('dialog'));
    await user.click(dialog.getByRole('button', change));
    expect(await dialog.findByRole('alert')).toHaveTextContent('このメールアドレスの顧客はすでに登録されています');
  });
});

describe('adding to a group', () => {
  async function add() {
    const { user } = open();
    await user.click(await screen.findByRole('combobox', { name: 'グループに追加' }));
    await user.click(await screen.findByRole('option', { name: /メルマガ/ }));
    await user.click(screen.getByRole('button', { name: '追加' }));
  }

  test('J-36 tells that a stop from before was carried over', async () => {
    answer('POST /api/groups/7/members', () => ({ addedCount: 1, alreadyCount: 0, heldBackCount: 1 }));
    await add();
    expect(await screen.findByText('「メルマガ」に 1 件を追加しました(登録済み 0 件)')).toBeVisible();
    expect(screen.getByText(/1 件は、以前の配信停止を引き継いだため配信されません/)).toBeVisible();
  });

  test('says why it was refused', async () => {
    answer('POST /api/groups/7/members', () => new Refusal(404, 'group-not-found'));
    await add();
    expect(await screen.findByText('グループが見つかりません。削除された可能性があります。')).toBeVisible();
  });
});

test('what was typed about a customer is not lost by Escape, and saving sends it alone', async () => {
  answer('PATCH /api/customers/5', () => customer);
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: '編集' }));
  const drawer = within(await screen.findByRole('dialog', { name: '顧客情報の編集' }));
  await user.type(drawer.getByLabelText('氏名'), ' 太郎');
  await user.keyboard('{Escape}');
  await user.click(await screen.findByRole('button', { name: '入力を続ける' }));
  await user.click(drawer.getByRole('button', { name: '保存する' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(requests('PATCH /api/customers/5')[0]?.body).toEqual({ fields: { '1': '山田 太郎' } });
});
