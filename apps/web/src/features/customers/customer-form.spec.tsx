import { describe, expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { renderPage } from '../../../test/render';
import { tidiedPostalCode } from './customer-field-input';
import type { CustomerField } from './customer-fields.api';
import { CustomerForm, type CustomerInput } from './customer-form';

const base = {
  choices: [],
  position: 0,
  required: false,
  inputRestriction: 'none' as const,
  mergeDefault: '',
  searchable: false,
  conversion: null,
};
const FIELDS: CustomerField[] = [
  { ...base, id: '1', label: 'カタログ', mergeKey: 'catalogue', type: 'checkbox' },
  { ...base, id: '2', label: '都道府県', mergeKey: 'prefecture', type: 'prefecture' },
  { ...base, id: '3', label: '電話', mergeKey: 'tel', type: 'phone' },
  { ...base, id: '4', label: '郵便番号', mergeKey: 'zip', type: 'postal_code' },
  { ...base, id: '5', label: 'カナ', mergeKey: 'kana', type: 'text', inputRestriction: 'full_width_katakana' },
];

function renderForm(initial?: { email: string; fields: Record<string, string | boolean> }) {
  const sent: CustomerInput[] = [];
  const form = (
    <CustomerForm
      fields={FIELDS}
      {...(initial ? { initial } : {})}
      submitLabel="送る"
      error={null}
      isPending={false}
      onCancel={() => undefined}
      onSubmit={(input) => Promise.resolve(sent.push(input))}
    />
  );
  return { ...renderPage(form), sent };
}

describe('a new customer', () => {
  test('ticks, prefectures and numbers are sent as the server reads them; what nobody answered as nothing', async () => {
    const { user, sent } = renderForm();
    await user.type(await screen.findByLabelText(/^メールアドレス/), 'taro@example.jp');
    await user.click(screen.getByRole('radio', { name: 'いいえ' }));
    await user.type(screen.getByRole('combobox', { name: '都道府県' }), '東京');
    await user.click(await screen.findByRole('option', { name: '東京都' }));
    await user.type(screen.getByLabelText('電話'), '０３−１２３４');
    await user.type(screen.getByLabelText('郵便番号'), '１０００００１');
    await user.tab();
    expect(screen.getByLabelText('郵便番号')).toHaveValue('100-0001');
    expect(screen.getByLabelText('カナ')).toHaveAccessibleDescription('例: ヤマダ タロウ');
    await user.click(screen.getByRole('button', { name: '送る' }));
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({
      email: 'taro@example.jp',
      fields: { '1': 'false', '2': '13', '3': '03−1234', '4': '100-0001', '5': null },
    });
  });
});

test('of an existing customer only what was changed is sent: no older value breaks a new restriction, no corrected address comes back', async () => {
  const { user, sent } = renderForm({ email: 'taro@example.jp', fields: { '1': true, '2': '13', '5': 'ﾔﾏﾀﾞ' } });
  expect(await screen.findByRole('radio', { name: 'はい' })).toBeChecked();
  expect(screen.getByRole('combobox', { name: '都道府県' })).toHaveValue('東京都');
  await user.click(screen.getByRole('radio', { name: '未回答' }));
  await user.click(screen.getByRole('button', { name: '送る' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({ fields: { '1': null } });
});

test('another address of an existing customer is sent', async () => {
  const { user, sent } = renderForm({ email: 'taro@example.jp', fields: {} });
  const email = await screen.findByLabelText(/^メールアドレス/);
  await user.clear(email);
  await user.type(email, 'jiro@example.jp');
  await user.click(screen.getByRole('button', { name: '送る' }));
  await waitFor(() => expect(sent).toEqual([{ email: 'jiro@example.jp', fields: {} }]));
});

test.each([
  ['1000001', '100-0001'],
  ['〒１００－０００１', '100-0001'],
  ['100-0001', '100-0001'],
  ['100ー0001', '100-0001'],
  ['100', '100'],
  ['', ''],
])('the postal code %j is tidied to %j', (typed, tidied) => {
  expect(tidiedPostalCode(typed)).toBe(tidied);
});
