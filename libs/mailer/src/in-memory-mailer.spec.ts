import { expect, test } from '@jest/globals';
import { InMemoryMailer, type Answer, type OutgoingMessage } from './index.js';

const message = (to: string): OutgoingMessage => ({ from: 'news@example.jp', to, raw: Buffer.from(to), tags: [] });
const throttled: Answer = { kind: 'not_sent', reason: 'throttled', scope: 'message', detail: '' };
const lost: Answer = { kind: 'unknown', reason: 'connection_lost', detail: '' };

test('accepts every mail under an id of its own and keeps it as it was', async () => {
  const mailer = new InMemoryMailer();
  const first = message('a@example.jp');
  const answers = [await mailer.send(first), await mailer.send(message('b@example.jp'))];
  first.raw.fill(0);
  expect(new Set(answers.map((answer) => answer.kind === 'accepted' && answer.sesMessageId)).size).toBe(2);
  expect(mailer.offered.map(({ raw }) => raw.toString())).toEqual(['a@example.jp', 'b@example.jp']);
});

test('gives the answers it was told to, first those in a row, then those by mail', async () => {
  const mailer = new InMemoryMailer();
  mailer.answerNext(throttled);
  mailer.answerBy(({ to }) => (to === 'b@example.jp' ? lost : undefined));
  expect(await mailer.send(message('b@example.jp'))).toBe(throttled);
  expect(await mailer.send(message('b@example.jp'))).toBe(lost);
  expect(await mailer.send(message('a@example.jp'))).toMatchObject({ kind: 'accepted' });
  expect(mailer.offered).toHaveLength(3);
});
