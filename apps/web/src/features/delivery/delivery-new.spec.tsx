import { beforeEach, expect, test } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { DeliveryNewPage } from './delivery-new.page';

const group = {
  id: '7',
  name: 'メルマガ',
  colour: 'indigo',
  description: '',
  sender: null,
  createdAt: '2026-11-20T03:00:00Z',
  members: { total: 0, active: 0, stopped: 0, banned: 0 },
};
const mailing = {
  id: '3',
  subject: '秋の新作',
  format: 'html',
  groupId: '7',
  groupName: 'メルマガ',
  sender: { id: '1', email: 'news@example.jp', displayName: '珈琲店' },
  version: 4,
};
const estimate = (recipients: number, stopped = 62) => ({
  funnel: {
    members: recipients + stopped + 3,
    filteredOut: 0,
    stopped,
    banned: 0,
    customerError: 3,
    invalidAddress: 0,
    recipients,
  },
  estimatedSeconds: 90,
  maxSendRate: 14,
  dailyQuotaLeft: null,
});

beforeEach(() => {
  answer('GET /api/groups', () => ({ items: [group], nextCursor: null }));
  answer('GET /api/customer-fields', () => ({ items: [] }));
  answer('GET /api/segments', () => ({ items: [], nextCursor: null }));
  answer('GET /api/mailings/3', () => mailing);
  answer('GET /api/mailings/3/checks', () => []);
  answer('POST /api/deliveries/estimate', () => estimate(85));
  answer('POST /api/deliveries', () => ({ id: '21' }));
});

const open = (permissions = ['delivery.run', 'delivery.read', 'group.read'] as const) =>
  renderPage(<DeliveryNewPage />, { at: '/mailings/3/deliver', route: '/mailings/:id/deliver', permissions });

test('C-25 the page says how many get the mail, and who does not and why', async () => {
  open();
  const summary = (await screen.findByText('85 件')).closest('section') as HTMLElement;
  expect(within(summary).getByText('配信停止')).toBeVisible();
  expect(within(summary).getByText('−62')).toBeVisible();
  expect(within(summary).getByText('−3')).toBeVisible();
  expect(within(summary).getByText('150')).toBeVisible();
});

test('nothing is sent before the question with the number is answered, then once', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: '85 件に配信' }));
  const dialog = await screen.findByRole('dialog', { name: '85 件に配信します' });
  expect(dialog).toHaveTextContent('「秋の新作」を、グループ「メルマガ」の 85 件に今すぐ配信します。');
  expect(requests('POST /api/deliveries')).toHaveLength(0);
  await user.click(within(dialog).getByRole('button', { name: '85 件に配信' }));
  expect(await screen.findByText('elsewhere')).toBeVisible();
  const [sent] = requests('POST /api/deliveries');
  expect(sent?.body).toEqual({
    mailingId: '3',
    groupId: '7',
    filter: null,
    startsAt: null,
    idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
  });
});

test('from a thousand people on, the number must be typed', async () => {
  answer('POST /api/deliveries/estimate', () => estimate(98_412));
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: '98,412 件に配信' }));
  const dialog = await screen.findByRole('dialog');
  const confirm = within(dialog).getByRole('button', { name: '98,412 件に配信' });
  expect(confirm).toBeDisabled();
  await user.type(within(dialog).getByLabelText(/98412/), '98412');
  expect(confirm).toBeEnabled();
});

test('pressing again after a failure repeats the same request, never a second delivery', async () => {
  let tries = 0;
  answer('POST /api/deliveries', () => (++tries === 1 ? new Refusal(503, 'unavailable') : { id: '21' }));
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: '85 件に配信' }));
  const confirm = within(await screen.findByRole('dialog')).getByRole('button', { name: '85 件に配信' });
  await user.click(confirm);
  expect(await screen.findByRole('alert')).toBeVisible();
  await user.click(confirm);
  expect(await screen.findByText('elsewhere')).toBeVisible();
  const keys = requests('POST /api/deliveries').map(({ body }) => (body as { idempotencyKey: string }).idempotencyKey);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('M-81 an error in the checks stops the delivery, a warning does not', async () => {
  answer('GET /api/mailings/3/checks', () => [
    { code: 'unsubscribe-link-missing', severity: 'error', params: {} },
    { code: 'not-tested', severity: 'warning', params: {} },
  ]);
  open();
  expect(await screen.findByRole('button', { name: '85 件に配信' })).toBeDisabled();
  expect(screen.getByText(/配信停止URLがありません/)).toBeVisible();
});

test('who may not deliver sees the estimate, and why the button is off', async () => {
  renderPage(<DeliveryNewPage />, {
    at: '/mailings/3/deliver',
    route: '/mailings/:id/deliver',
    permissions: ['delivery.read', 'group.read'],
  });
  expect(await screen.findByRole('button', { name: '85 件に配信' })).toBeDisabled();
  expect(screen.getByText(/配信する権限がありません/)).toBeVisible();
});

test('when nobody is left to mail there is no button, but a sentence', async () => {
  answer('POST /api/deliveries/estimate', () => estimate(0));
  open();
  expect(await screen.findByText('この条件で配信できる相手がいません。')).toBeVisible();
  expect(screen.queryByRole('button', { name: /に配信/ })).toBeNull();
});
