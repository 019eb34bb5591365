import { expect, jest, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { renderPage } from '../../test/render';
import { ApiProblem } from '../lib/api';
import { ConfirmButton } from './confirm-button';

const ask = (onConfirm: () => Promise<unknown>, typeToConfirm?: string) =>
  renderPage(
    <ConfirmButton
      label="削除"
      title="削除しますか?"
      text="1,632 人の配信状態が失われます。"
      confirmLabel="グループを削除する"
      typeToConfirm={typeToConfirm}
      danger
      onConfirm={onConfirm}
    />,
  );

test('nothing happens before the question, with its numbers, is answered', async () => {
  const act = jest.fn(() => Promise.resolve());
  const { user } = ask(act);
  await user.click(screen.getByRole('button', { name: '削除' }));
  expect(screen.getByText('1,632 人の配信状態が失われます。')).toBeVisible();
  expect(act).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'グループを削除する' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(act).toHaveBeenCalledTimes(1);
});

test('an act on many people needs its word typed', async () => {
  const act = jest.fn(() => Promise.resolve());
  const { user } = ask(act, 'メルマガ');
  await user.click(screen.getByRole('button', { name: '削除' }));
  expect(screen.getByRole('button', { name: 'グループを削除する' })).toBeDisabled();
  await user.type(screen.getByLabelText(/メルマガ/), 'メルマガ');
  expect(screen.getByRole('button', { name: 'グループを削除する' })).toBeEnabled();
});

test('a refusal is shown in the dialog, which stays open', async () => {
  const { user } = ask(() => Promise.reject(new ApiProblem(403, 'not-permitted', 'no')));
  await user.click(screen.getByRole('button', { name: '削除' }));
  await user.click(screen.getByRole('button', { name: 'グループを削除する' }));
  expect(await screen.findByText(/権限がありません/)).toBeVisible();
  expect(screen.getByRole('dialog')).toBeVisible();
});
