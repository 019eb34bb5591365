import { expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { answer, Refusal, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { SignInPage } from './sign-in.page';

async function signIn(): Promise<ReturnType<typeof renderPage>> {
  const page = renderPage(<SignInPage />, { at: '/sign-in' });
  await page.user.type(screen.getByLabelText('メールアドレス'), 'hanako@example.jp');
  await page.user.type(screen.getByLabelText('パスワード'), 'correct horse');
  await page.user.click(screen.getByRole('button', { name: 'サインイン' }));
  return page;
}

test('after signing in the page that was asked for opens', async () => {
  answer('POST /api/session', () => ({ csrfToken: 'new', user: { id: '1', locale: 'ja', permissions: [] } }));
  const { router } = await signIn();
  await waitFor(() => expect(router.state.location.pathname).toBe('/'));
  expect(requests('POST /api/session')[0]?.body).toEqual({ email: 'hanako@example.jp', password: 'correct horse' });
});

test('a field left empty is said beside it, in the language of the page', async () => {
  answer(
    'POST /api/session',
    () => new Refusal(422, 'invalid-request', [{ field: 'email', code: 'min-length', message: 'too short' }]),
  );
  const page = renderPage(<SignInPage />, { at: '/sign-in' });
  await page.user.type(screen.getByLabelText('パスワード'), 'correct horse');
  await page.user.click(screen.getByRole('button', { name: 'サインイン' }));
  await waitFor(() => expect(screen.getByLabelText('メールアドレス')).toHaveAccessibleDescription('入力してください'));
});

test('a wrong password is told without saying which of the two was wrong', async () => {
  answer('POST /api/session', () => new Refusal(401, 'sign-in-failed'));
  await signIn();
  expect(await screen.findByRole('alert')).toHaveTextContent('メールアドレスまたはパスワードが正しくありません。');
});
