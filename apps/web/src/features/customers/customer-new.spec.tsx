import { beforeEach, expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { CustomerNewPage } from './customer-new.page';

const base = {
  choices: [],
  position: 0,
  required: false,
  inputRestriction: 'none',
  mergeDefault: '',
  searchable: false,
  conversion: null,
};

beforeEach(() => {
  answer('GET /api/customer-fields', () => ({
    items: [
      { ...base, id: '1', label: '氏名', mergeKey: 'name', type: 'text' },
      { ...base, id: '2', label: 'ポイント', mergeKey: 'points', type: 'number' },
      { ...base, id: '3', label: '誕生日', mergeKey: 'birthday', type: 'date' },
    ],
  }));
});

test('what is left blank is sent as nothing, what is typed as it is typed', async () => {
  answer('POST /api/customers', () => ({ id: '9' }));
  const { user, router } = renderPage(<CustomerNewPage />, { at: '/customers/new' });
  await user.type(await screen.findByLabelText(/^メールアドレス/), 'taro@example.jp');
  await user.type(screen.getByLabelText('氏名'), '山田 太郎');
  await user.type(screen.getByLabelText('誕生日'), '1985年4月1日');
  await user.click(screen.getByRole('button', { name: '登録する' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/customers/9'));
  expect(requests('POST /api/customers')[0]?.body).toEqual({
    email: 'taro@example.jp',
    fields: { '1': '山田 太郎', '2': null, '3': '1985-04-01' },
  });
});

test('a refused value is explained beside its field, and a blank one is called missing', async () => {
  answer(
    'POST /api/customers',
    () =>
      new Refusal(422, 'invalid-request', [
        { field: 'email', code: 'malformed', message: 'is malformed' },
        { field: 'fields.1', code: 'too-long', message: 'is too long', params: { max: 900 } },
        { field: 'fields.2', code: 'not-a-number', message: 'is not a number' },
      ]),
  );
  const { user } = renderPage(<CustomerNewPage />, { at: '/customers/new' });
  const email = await screen.findByLabelText(/^メールアドレス/);
  await user.type(email, 'taro');
  await user.type(screen.getByLabelText('氏名'), '山田');
  await user.click(screen.getByRole('button', { name: '登録する' }));
  await waitFor(() => expect(email).toHaveAccessibleDescription('形式が正しくありません'));
  expect(screen.getByLabelText('氏名')).toHaveAccessibleDescription('長すぎます。短くしてください');
  expect(screen.getByLabelText('ポイント')).toHaveAccessibleDescription('入力してください');
  expect(screen.getByRole('alert')).toHaveTextContent('入力内容に誤りがあります');
});

test('a new customer that was begun is not lost by a click elsewhere', async () => {
  const { user, router } = renderPage(<CustomerNewPage />, { at: '/customers/new' });
  await user.type(await screen.findByLabelText('氏名'), '山田');
  await user.click(screen.getByRole('link', { name: '顧客' }));
  await user.click(await screen.findByRole('button', { name: '入力を続ける' }));
  expect(router.state.location.pathname).toBe('/customers/new');
  expect(screen.getByLabelText('氏名')).toHaveValue('山田');
  await user.click(screen.getByRole('button', { name: 'キャンセル' }));
  await user.click(await screen.findByRole('button', { name: '破棄する' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/customers'));
});
