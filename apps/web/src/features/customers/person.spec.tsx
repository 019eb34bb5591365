import { beforeEach, describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { CustomerConsents } from './customer-consents';
import { CustomerEligibility } from './customer-eligibility';
import { CustomerNewPage } from './customer-new.page';
import { EraseButton } from './erase-button';
import { ErasureDetailPage } from './erasure-detail.page';
import { PrivacyPage } from './privacy.page';
import { RecordLimitNotice } from './record-limit-notice';

const consent = {
  id: '5',
  groupId: null,
  groupName: null,
  purpose: 'お知らせ',
  basis: 'paper',
  source: 'screen',
  sourceLabel: '店頭申込書 第3版',
  importId: null,
  note: '',
  obtainedAt: '2026-04-01T00:00:00Z',
  ip: '203.0.113.9',
  userAgent: null,
  userName: '山田 花子',
  withdrawnAt: null,
  keptUntil: null,
};
const group = { id: '7', name: '会員', colour: 'teal' };
const reason = {
  since: null,
  via: null,
  userName: null,
  deliveryId: null,
  deliverySubject: null,
  errorKind: null,
  answer: null,
};
const erasure = {
  id: '3',
  addressHash: '0123456789abcdef0123456789abcdef',
  customerIds: ['42'],
  refuseMail: true,
  removeImportFiles: false,
  note: '電話で依頼',
  requestedByName: '山田 花子',
  requestedAt: '2026-12-01T00:00:00Z',
  finishedAt: '2026-12-01T00:01:00Z',
  step: null,
  erased: [
    { kind: 'customer', count: 1 },
    { kind: 'recipients', count: 12 },
    { kind: 'login-attempts', count: 0 },
  ],
  kept: [{ ground: 'consent-evidence', count: 2, label: null, until: '2029-12-01T00:00:00Z' }],
  leftovers: [],
  unsearchedTables: [],
};

beforeEach(() => {
  answer('GET /api/groups', () => ({ items: [], nextCursor: null }));
});

describe('同意の記録 (J-33)', () => {
  test('a consent shows on what, when, from where and by whom', async () => {
    answer('GET /api/customers/42/consents', () => ({ items: [consent] }));
    renderPage(<CustomerConsents customerId="42" />, { at: '/customers/42' });
    expect(await screen.findByText('お知らせ(メール全般)')).toBeVisible();
    const facts = screen.getByText(/紙の申込書/);
    for (const fact of ['2026/04/01 09:00 に同意', '店頭申込書 第3版', '接続元 203.0.113.9', '山田 花子 が記録'])
      expect(facts).toHaveTextContent(fact);
    expect(screen.getByText('有効')).toBeVisible();
  });

  test('one is recorded with its basis, and none without', async () => {
    answer('GET /api/customers/42/consents', () => ({ items: [] }));
    answer('POST /api/customers/42/consents', () => consent);
    const { user } = renderPage(<CustomerConsents customerId="42" />, { at: '/customers/42' });
    await user.click(await screen.findByRole('button', { name: '同意を記録' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('button', { name: '記録する' })).toBeDisabled();
    await user.click(within(dialog).getByRole('combobox', { name: /同意の根拠/ }));
    await user.click(await screen.findByRole('option', { name: '名刺の交換' }));
    await user.type(within(dialog).getByLabelText('メモ'), '展示会');
    await user.click(within(dialog).getByRole('button', { name: '記録する' }));
    await waitFor(() => expect(requests('POST /api/customers/42/consents')).toHaveLength(1));
    expect(requests('POST /api/customers/42/consents')[0]?.body).toEqual({
      basis: 'business_card',
      purpose: 'メールマガジン・お知らせの配信',
      groupId: null,
      sourceLabel: '',
      note: '展示会',
    });
  });

  test('what was typed about one is not lost by Escape', async () => {
    answer('GET /api/customers/42/consents', () => ({ items: [] }));
    const { user } = renderPage(<CustomerConsents customerId="42" />, { at: '/customers/42' });
    await user.click(await screen.findByRole('button', { name: '同意を記録' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText('メモ'), '展示会');
    await user.keyboard('{Escape}');
    await user.click(await screen.findByRole('button', { name: '入力を続ける' }));
    expect(dialog.getByLabelText('メモ')).toHaveValue('展示会');
  });

  test('a withdrawal is asked again, and then noted', async () => {
    answer('GET /api/customers/42/consents', () => ({ items: [consent] }));
    answer('POST /api/customers/42/consents/5/withdraw', () => undefined);
    const { user } = renderPage(<CustomerConsents customerId="42" />, { at: '/customers/42' });
    await user.click(await screen.findByRole('button', { name: 'お知らせ: その他の操作' }));
    await user.click(await screen.findByRole('menuitem', { name: '撤回を記録' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: '撤回を記録' }));
    await waitFor(() => expect(requests('POST /api/customers/42/consents/5/withdraw')).toHaveLength(1));
  });

  test('comes along with a new customer when a basis is chosen', async () => {
    answer('GET /api/customer-fields', () => ({ items: [] }));
    answer('POST /api/customers', () => ({ id: '9' }));
    const { user } = renderPage(<CustomerNewPage />, { at: '/customers/new' });
    await user.type(await screen.findByLabelText(/^メールアドレス/), 'taro@example.jp');
    await user.click(screen.getByRole('combobox', { name: /同意の根拠/ }));
    await user.click(await screen.findByRole('option', { name: '申込フォーム' }));
    await user.click(screen.getByRole('button', { name: '登録する' }));
    await waitFor(() => expect(requests('POST /api/customers')).toHaveLength(1));
    expect(requests('POST /api/customers')[0]?.body).toMatchObject({
      email: 'taro@example.jp',
      consent: { basis: 'form', purpose: 'メールマガジン・お知らせの配信' },
    });
  });
});

test('次のメールは届きますか: every reason, since when, by which way, and what could be done', async () => {
  const delivery = { id: '8', subject: '冬の案内', startsAt: '2026-12-02T00:00:00Z', isFiltered: true };
  const answers = [
    { group, isMember: true, delivery: null, receives: true, reasons: [] },
    {
      group: { ...group, id: '8', name: '常連' },
      isMember: true,
      delivery,
      receives: false,
      reasons: [
        { ...reason, reason: 'filtered_out', remedy: 'change-conditions' },
        {
          ...reason,
          reason: 'stopped',
          remedy: 'needs-new-consent',
          since: '2026-11-01T00:00:00Z',
          via: 'one_click',
          deliverySubject: '秋の案内',
        },
      ],
    },
    { group: { ...group, id: '9' }, isMember: false, delivery: null, receives: false, reasons: [] },
  ];
  answer('GET /api/customers/42/eligibility', () => ({ items: answers }));
  renderPage(<CustomerEligibility customerId="42" />, { at: '/customers/42' });
  expect(await screen.findByText('届きます')).toBeVisible();
  expect(screen.getByText('届きません')).toBeVisible();
  expect(screen.getByRole('link', { name: /次の配信: 冬の案内/ })).toHaveAttribute('href', '/deliveries/8');
  expect(screen.getByRole('link', { name: '配信を開く' })).toHaveAttribute('href', '/deliveries/8');
  const facts = screen.getByText(/メール「秋の案内」から/);
  expect(facts).toHaveTextContent('2026/11/01 09:00');
  expect(screen.getByText(/新しい同意を得て記録してから/)).toBeVisible();
  expect(screen.getByText('ほかの 1 グループには入っていないため、届きません')).toBeVisible();
});

describe('消去 (right to be forgotten)', () => {
  test('the address must be typed, and then the proof opens', async () => {
    answer('POST /api/erasures', () => ({ ...erasure, finishedAt: null, erased: [], kept: [] }));
    const { user, router } = renderPage(<EraseButton customerId="42" email="Taro@example.jp" groupCount={2} />, {
      at: '/customers/42',
    });
    await user.click(screen.getByRole('button', { name: '個人情報を消去' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('2 個のグループの配信状態');
    const submit = within(dialog).getByRole('button', { name: '消去を始める' });
    await user.type(within(dialog).getByLabelText(/メールアドレスを入力/), 'hanako@example.jp');
    expect(submit).toBeDisabled();
    await user.clear(within(dialog).getByLabelText(/メールアドレスを入力/));
    await user.type(within(dialog).getByLabelText(/メールアドレスを入力/), 'taro@example.jp');
    await user.click(submit);
    await waitFor(() => expect(router.state.location.pathname).toBe('/erasures/3'));
    expect(requests('POST /api/erasures')[0]?.body).toEqual({
      email: 'taro@example.jp',
      customerId: '42',
      note: '',
      refuseMail: true,
      removeImportFiles: false,
    });
  });

  test('what was typed for it is not lost by Escape', async () => {
    const { user } = renderPage(<EraseButton customerId="42" email="taro@example.jp" groupCount={2} />);
    await user.click(screen.getByRole('button', { name: '個人情報を消去' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/メールアドレスを入力/), 'taro');
    await user.keyboard('{Escape}');
    await user.click(await screen.findByRole('button', { name: '入力を続ける' }));
    expect(dialog.getByLabelText(/メールアドレスを入力/)).toHaveValue('taro');
  });

  test('the proof says what went, what is kept on which ground, and that nothing was found', async () => {
    answer('GET /api/erasures/3', () => erasure);
    renderPage(<ErasureDetailPage />, { at: '/erasures/3', route: '/erasures/:id' });
    expect(await screen.findByText(erasure.addressHash)).toBeVisible();
    expect(screen.getByText('12 件')).toBeVisible();
    expect(screen.queryByText('サインインの試行')).toBeNull();
    expect(screen.getByText(/同意を得た証拠として.*2 件・2029\/12\/01 まで/)).toBeVisible();
    expect(screen.getByText(/このアドレスは見つかりませんでした/)).toBeVisible();
  });

  test('an address is looked up in consents and erasures, also of somebody gone', async () => {
    answer('GET /api/erasures', () => ({ items: [], nextCursor: null }));
    answer('POST /api/consents/look-up', () => ({
      customerId: null,
      items: [{ ...consent, keptUntil: '2029-12-01T00:00:00Z' }],
    }));
    answer('POST /api/erasures/look-up', () => ({ customerId: null, items: [erasure] }));
    const { user } = renderPage(<PrivacyPage />, {
      at: '/privacy',
      permissions: ['customer.export', 'customer.erase'],
    });
    await user.type(await screen.findByLabelText('メールアドレス'), 'taro@example.jp');
    await user.click(screen.getByRole('button', { name: '調べる' }));
    expect(await screen.findByText('現在、顧客として登録されていません')).toBeVisible();
    expect(screen.getByText(/2029\/12\/01 まで保存/)).toBeVisible();
    expect(await screen.findByRole('link', { name: /照合コード 0123/ })).toHaveAttribute('href', '/erasures/3');
    expect(requests('POST /api/consents/look-up')[0]?.body).toEqual({ email: 'taro@example.jp' });
  });
});

describe('the limit of records (R-20)', () => {
  test.each([
    [{ count: 89, limit: 100 }, null],
    [{ count: 90, limit: 100 }, '上限 100 件のうち 90 件を登録しています(残り 10 件)。'],
    [{ count: 100, limit: 100 }, '顧客レコードが上限に達しました'],
    [{ count: 5_000, limit: null }, null],
  ])('%j says %j above the list', async (state, text) => {
    answer('GET /api/customers/record-count', () => ({ ...state, monthPeak: state.count }));
    renderPage(<RecordLimitNotice />, { at: '/customers' });
    await waitFor(() => expect(requests('GET /api/customers/record-count')).toHaveLength(1));
    if (text === null) expect(screen.queryByRole('alert')).toBeNull();
    else expect(await screen.findByText(text)).toBeVisible();
  });
});
