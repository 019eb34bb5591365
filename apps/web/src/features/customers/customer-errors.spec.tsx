import { beforeEach, describe, expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { CustomerErrorNotice } from './customer-error-notice';
import { CustomerErrors } from './customer-errors';
import type { Customer } from './customers.api';

const customer = (values: Partial<Customer> = {}): Customer => ({
  id: '5',
  email: 'taro@example.jp',
  status: 'error',
  errorCount: 2,
  statusChangedAt: '2026-11-20T03:00:00Z',
  registeredVia: 'csv',
  createdAt: '2026-11-01T03:00:00Z',
  updatedAt: '2026-11-01T03:00:00Z',
  fields: {},
  groups: [],
  suggestedEmail: null,
  ...values,
});
const health = (values: object = {}) => ({
  status: 'error',
  statusChangedAt: '2026-11-20T03:00:00Z',
  errorCount: 2,
  hardErrorCount: 1,
  hardErrorLimit: 1,
  softErrorLimit: 3,
  suppressionLift: null,
  ...values,
});
const error = (id: string, values: object = {}) => ({
  id,
  kind: 'unknown_user',
  countsAs: 'hard',
  answer: '550 5.1.1 user unknown',
  occurredAt: '2026-11-20T03:00:00Z',
  deliveryId: '77',
  subject: '秋の新商品',
  ...values,
});
const answerErrors = (items: readonly object[], of: object = {}) => {
  answer('GET /api/customers/5/errors', () => ({ items, nextCursor: null }));
  answer('GET /api/customers/5/address-health', () => health(of));
};

describe('the history of errors', () => {
  test('says kind, what it means, the server’s words, whether it counted, and by which mail', async () => {
    answerErrors([error('2'), error('1', { kind: 'policy', countsAs: null, answer: null, subject: null })]);
    renderPage(<CustomerErrors customerId="5" />);
    expect(await screen.findByText('宛先不明')).toBeVisible();
    expect(screen.getByText(/アドレスまたはドメインが存在しません/)).toBeVisible();
    expect(screen.getByText('550 5.1.1 user unknown')).toBeVisible();
    expect(screen.getByText('恒久的')).toBeVisible();
    expect(screen.getByRole('link', { name: '秋の新商品' })).toHaveAttribute('href', '/history/77');
    expect(screen.getByText('受信拒否(ポリシー)')).toBeVisible();
    expect(screen.getByText('数えない')).toBeVisible();
    expect(screen.getByText('通算 2 回')).toBeVisible();
    expect(screen.getByText(/恒久的なエラー 1 回、または種類を問わず 3 回で/)).toBeVisible();
  });

  test('is not there for customers without errors, which are nearly all', async () => {
    answerErrors([], { status: 'ok', errorCount: 0, hardErrorCount: 0 });
    renderPage(<CustomerErrors customerId="5" />);
    await waitFor(() => expect(requests('GET /api/customers/5/address-health')).toHaveLength(1));
    expect(screen.queryByRole('heading')).toBeNull();
  });

  test.each([
    ['is under way', { liftedAt: null, trouble: null }, /外しています/],
    ['waits for SES', { liftedAt: null, trouble: 'TimeoutError' }, /自動で再試行します/],
    ['is done', { liftedAt: '2026-11-21T03:00:00Z', trouble: null }, /外しました/],
  ])('C-15 tells when the lifting at SES %s', async (_, values, text) => {
    answerErrors([error('2')], {
      suppressionLift: { email: 'taro@example.jp', requestedAt: '2026-11-21T02:00:00Z', ...values },
    });
    renderPage(<CustomerErrors customerId="5" />);
    expect(await screen.findByText(text)).toHaveTextContent('taro@example.jp');
  });
});

describe('a customer in error', () => {
  beforeEach(() => answer('POST /api/customers/5/reset-status', () => customer({ status: 'ok', errorCount: 0 })));

  test('C-15 is reset after a question that says what happens', async () => {
    const { user } = renderPage(<CustomerErrorNotice customer={customer()} />);
    expect(screen.getByText(/通算 2 回/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'OK に戻す' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Amazon SES の送信抑制リストからも');
    expect(requests('POST /api/customers/5/reset-status')).toHaveLength(0);
    await user.click(screen.getAllByRole('button', { name: 'OK に戻す' }).at(-1) as HTMLElement);
    await waitFor(() => expect(requests('POST /api/customers/5/reset-status')).toHaveLength(1));
  });

  test('whoever may not change customers sees why, and no button', () => {
    renderPage(<CustomerErrorNotice customer={customer()} />, { permissions: ['customer.read'] });
    expect(screen.getByText('このアドレスにはメールが配信されません')).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
