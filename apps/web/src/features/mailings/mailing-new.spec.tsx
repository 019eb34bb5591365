import { expect, test } from '@jest/globals';
import { screen } from '@testing-library/react';
import { answer, requests } from '../../../test/api';
import { renderPage } from '../../../test/render';
import { MailingNewPage } from './mailing-new.page';

const blank = { id: '8', subject: '', groupId: null, authorName: '山田 花子', textBody: '', htmlBody: '', version: 1 };
const list = (...items: object[]) => answer('GET /api/mailings', () => ({ items, nextCursor: null }));
const open = (at = '/mailings/new') => renderPage(<MailingNewPage />, { at });

test('writing a mail begins a draft, for the group it was asked for', async () => {
  list({ ...blank, subject: '秋の新作' }, { ...blank, authorName: '佐藤' });
  answer('POST /api/mailings', () => ({ ...blank, id: '9', groupId: '7' }));
  const { router } = open('/mailings/new?group=7');
  expect(await screen.findByText('elsewhere')).toBeVisible();
  expect(router.state.location.pathname).toBe('/mailings/9/edit');
  expect(requests('POST /api/mailings').map(({ body }) => body)).toEqual([{ format: 'text', groupId: '7' }]);
});

test('a draft that was begun and never written in is taken up again, and made for the group now asked for', async () => {
  list(blank);
  answer('GET /api/mailings/8', () => blank);
  answer('PATCH /api/mailings/8', () => ({ ...blank, groupId: '7', version: 2 }));
  const { router } = open('/mailings/new?group=7');
  expect(await screen.findByText('elsewhere')).toBeVisible();
  expect(router.state.location.pathname).toBe('/mailings/8/edit');
  expect(requests('PATCH /api/mailings/8').map(({ body }) => body)).toEqual([{ version: 1, groupId: '7' }]);
});

test('a draft without a subject that has a text is left alone', async () => {
  list(blank);
  answer('GET /api/mailings/8', () => ({ ...blank, textBody: 'こんにちは' }));
  answer('POST /api/mailings', () => ({ ...blank, id: '9' }));
  const { router } = open();
  expect(await screen.findByText('elsewhere')).toBeVisible();
  expect(router.state.location.pathname).toBe('/mailings/9/edit');
});
