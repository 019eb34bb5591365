import { describe, expect, test } from '@jest/globals';
import { countErrors, mailKey, pardonSuppressed, type NotedMail } from './count-errors.js';
import type { DeliveryError } from './customer-error.types.js';

const error = (values: Partial<DeliveryError> = {}): DeliveryError => ({
  customerId: '1',
  recipientId: 'mail-1',
  deliveryId: '7',
  email: 'Taro@example.jp',
  kind: 'mailbox_full',
  weight: 'soft',
  answer: '452 4.2.2 full',
  at: new Date('2026-11-01T00:00:00Z'),
  sentAt: new Date('2026-10-31T23:00:00Z'),
  ...values,
});
const HARD = { kind: 'unknown_user', weight: 'hard' } as const;
const POLICY = { kind: 'policy', weight: null } as const;
const ADDRESSES = new Map([
  ['1', 'taro@example.jp'],
  ['2', 'hanako@example.jp'],
]);
const noted = (countedAs: NotedMail['countedAs'], ...kinds: string[]): Map<string, NotedMail> =>
  new Map([[mailKey({ customerId: '1', recipientId: 'mail-1' }), { kinds: new Set(kinds), countedAs }]]);
const count = (errors: DeliveryError[], before: ReadonlyMap<string, NotedMail> = new Map()) =>
  countErrors(errors, before, ADDRESSES);

describe('what errors count for', () => {
  test('one of each mail, several mails of one customer together', () => {
    const result = count([error(), error({ recipientId: 'mail-2' }), error({ recipientId: 'mail-3', ...HARD })]);
    expect(result.counts).toEqual([{ customerId: '1', count: 3, hardCount: 1 }]);
    expect(result.errors.map(({ countsAs }) => countsAs)).toEqual(['soft', 'soft', 'hard']);
  });

  test.each([
    ['first', [error(HARD), error()]],
    ['last', [error(), error(HARD)]],
  ])('C-58 the heavier one of a mail, where the hard one comes %s', (_, errors) => {
    const result = count(errors);
    expect(result.counts).toEqual([{ customerId: '1', count: 1, hardCount: 1 }]);
    expect(Object.fromEntries(result.errors.map(({ kind, countsAs }) => [kind, countsAs]))).toEqual({
      unknown_user: 'hard',
      mailbox_full: null,
    });
  });

  test('C-58 a hard one after a soft one of the same mail takes its place, and the count does not grow', () => {
    const result = count([error(HARD)], noted('soft', 'mailbox_full'));
    expect(result.counts).toEqual([{ customerId: '1', count: 0, hardCount: 1 }]);
    expect(result.outweighed).toEqual([{ customerId: '1', recipientId: 'mail-1' }]);
  });

  test.each([
    ['a second soft one', error({ kind: 'temporary' }), 'soft'],
    ['a second hard one', error({ ...HARD, kind: 'suppressed' }), 'hard'],
    ['a soft one after a hard one', error(), 'hard'],
  ] as const)('%s of the same mail is noted and counts for nothing', (_, late, before) => {
    const result = count([late], noted(before, 'something else'));
    expect(result.errors).toEqual([{ ...late, countsAs: null }]);
    expect(result.counts).toEqual([]);
  });

  test('the same kind of the same mail is noted once, by the report that came first', () => {
    const early = error({ at: new Date('2026-10-31T00:00:00Z'), answer: 'early' });
    expect(count([error(), early]).errors).toEqual([{ ...early, countsAs: 'soft' }]);
    expect(count([error()], noted('soft', 'mailbox_full'))).toEqual({ errors: [], outweighed: [], counts: [] });
  });

  test('a policy bounce never counts against a person, but is in the history', () => {
    const result = count([error(POLICY)]);
    expect(result.errors).toEqual([{ ...error(POLICY), countsAs: null }]);
    expect(result.counts).toEqual([]);
    expect(count([error()], noted(null, 'policy')).counts).toEqual([{ customerId: '1', count: 1, hardCount: 0 }]);
  });

  test('C-62 an error of an address that the customer no longer has does not count', () => {
    const result = count([error({ ...HARD, email: 'old@example.jp' })]);
    expect([result.errors[0]?.countsAs, result.counts]).toEqual([null, []]);
  });

  test('customers that are gone have no history', () => {
    expect(count([error({ customerId: '3' })])).toEqual({ errors: [], outweighed: [], counts: [] });
  });
});

describe('a suppression that a reset asked SES to lift (C-15)', () => {
  const suppressed = (values: Partial<DeliveryError> = {}) => error({ kind: 'suppressed', weight: 'hard', ...values });
  const lift = (liftedAt: string | null, email = 'taro@example.jp') =>
    new Map([['1', { email, liftedAt: liftedAt === null ? null : new Date(liftedAt) }]]);
  const weightOf = (one: DeliveryError, lifts: ReturnType<typeof lift>) => pardonSuppressed([one], lifts)[0]?.weight;

  test('counts for nothing while SES has not lifted it', () => {
    expect(weightOf(suppressed(), lift(null))).toBeNull();
  });

  test.each([
    ['taken by SES before', null, { sentAt: new Date('2026-10-31T23:00:00Z') }],
    ['taken by SES after', 'hard', { sentAt: new Date('2026-11-01T00:00:01Z') }],
    ['whose bounce alone is dated, before', null, { sentAt: null, at: new Date('2026-10-31T00:00:00Z') }],
    ['whose bounce alone is dated, after', 'hard', { sentAt: null, at: new Date('2026-11-02T00:00:00Z') }],
  ] as const)('once it is lifted, of a mail %s it counts as %j', (_, weight, values) => {
    expect(weightOf(suppressed(values), lift('2026-11-01T00:00:00Z'))).toBe(weight);
  });

  test('of another address, or another kind of error, says what it says', () => {
    expect(weightOf(suppressed(), lift(null, 'old@example.jp'))).toBe('hard');
    expect(weightOf(error(HARD), lift(null))).toBe('hard');
  });
});
