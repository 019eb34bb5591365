import { expect, test } from '@jest/globals';
import i18next from 'i18next';
import { ApiProblem } from './api';
import { fieldProblemText, problemText, strayFieldProblems } from './problems';

test('a known refusal is a sentence in the language of the reader', () => {
  expect(problemText(i18next, new ApiProblem(401, 'sign-in-failed', 'wrong'))).toBe(
    'メールアドレスまたはパスワードが正しくありません。',
  );
});

test('an unknown refusal shows what the server says, and its code for support', () => {
  expect(problemText(i18next, new ApiProblem(409, 'moon-in-the-way', 'The moon is in the way.'))).toBe(
    'The moon is in the way. (moon-in-the-way)',
  );
});

test('a failure inside the server never shows its own words', () => {
  expect(problemText(i18next, new ApiProblem(502, 'http-502', '<html>'))).toContain('サーバーでエラー');
  expect(problemText(i18next, new Error('secret detail'))).not.toContain('secret');
});

test('a field error of an unknown code shows the message of the server', () => {
  const problem = { field: 'name', code: 'odd', message: 'is odd' };
  expect(fieldProblemText(i18next, problem)).toBe('is odd');
});

test('field errors that no field of the form shows are not lost', () => {
  const errors = ['email', 'roleId'].map((field) => ({ field, code: 'is-in', message: 'x' }));
  const problem = new ApiProblem(422, 'invalid-request', 'x', errors);
  expect(strayFieldProblems(problem, ['email']).map((one) => one.field)).toEqual(['roleId']);
});
