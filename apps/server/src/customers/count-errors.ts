import type { DeliveryError, ErrorWeight } from './customer-error.types.js';

/** What is known of earlier errors of one mail. */
export interface NotedMail {
  readonly kinds: ReadonlySet<string>;
  /** what it has counted for; null: nothing */
  readonly countedAs: ErrorWeight | null;
}

/** An error to be noted, and whether it is the one that counts. */
export interface NotedError extends DeliveryError {
  readonly countsAs: ErrorWeight | null;
}

/** What a customer's counts grow by. */
export interface CountedErrors {
  readonly customerId: string;
  readonly count: number;
  readonly hardCount: number;
}

/** What a reset asked SES to lift (C-15). */
export interface AskedLift {
  readonly email: string;
  /** null: not yet */
  readonly liftedAt: Date | null;
}

/**
 * After a reset SES goes on to hold back mails of the address until the suppression is lifted: that it does says nothing
 * new of the address. Such errors are noted and count for nothing; `lifts` are those of the customers. Pure.
 */
export function pardonSuppressed(
  errors: readonly DeliveryError[],
  lifts: ReadonlyMap<string, AskedLift>,
): readonly DeliveryError[] {
  return errors.map((error) => {
    const lift = error.kind === 'suppressed' ? lifts.get(error.customerId) : undefined;
    if (lift === undefined || lift.email.toLowerCase() !== error.email.toLowerCase()) return error;
    const isOfBefore = lift.liftedAt === null || (error.sentAt ?? error.at) <= lift.liftedAt;
    return isOfBefore ? { ...error, weight: null } : error;
  });
}

/** The name of a mail among others. */
export const mailKey = (error: { readonly customerId: string; readonly recipientId: string }): string =>
  `${error.customerId}/${error.recipientId}`;

/**
 * Which errors are new, and what they count for: at most one for each mail, the heavier one (C-58), and only where the
 * customer still has the address that was mailed (C-62). A hard error after a soft one of the same mail takes its place.
 * `addresses` are the normalised ones now; customers that are gone have none. Pure; the order makes no difference.
 */
export function countErrors(
  errors: readonly DeliveryError[],
  noted: ReadonlyMap<string, NotedMail>,
  addresses: ReadonlyMap<string, string>,
): {
  errors: NotedError[];
  outweighed: readonly { customerId: string; recipientId: string }[];
  counts: CountedErrors[];
} {
  const mails = new Map<string, DeliveryError[]>();
  for (const error of errors) {
    if (!addresses.has(error.customerId)) continue;
    const key = mailKey(error);
    if (noted.get(key)?.kinds.has(error.kind)) continue;
    mails.set(key, [...(mails.get(key) ?? []), error]);
  }
  const result: NotedError[] = [];
  const outweighed: { customerId: string; recipientId: string }[] = [];
  const counts = new Map<string, { customerId: string; count: number; hardCount: number }>();
  for (const [key, ofMail] of mails) {
    const fresh = onePerKind(ofMail);
    const before = noted.get(key)?.countedAs ?? null;
    const counted = before === 'hard' ? null : heaviest(fresh, addresses);
    const counting = counted && counted.weight !== before ? counted : null;
    for (const error of fresh) result.push({ ...error, countsAs: error === counting ? error.weight : null });
    if (!counting) continue;
    const { customerId, recipientId } = counting;
    if (before !== null) outweighed.push({ customerId, recipientId });
    const sum = counts.get(customerId) ?? { customerId, count: 0, hardCount: 0 };
    if (before === null) sum.count += 1;
    if (counting.weight === 'hard') sum.hardCount += 1;
    counts.set(customerId, sum);
  }
  return { errors: result, outweighed, counts: [...counts.values()] };
}

/** Several reports of one kind are one error; the one that came first in time says it. */
function onePerKind(errors: readonly DeliveryError[]): DeliveryError[] {
  const byKind = new Map<string, DeliveryError>();
  for (const error of errors) {
    const known = byKind.get(error.kind);
    if (!known || error.at < known.at) byKind.set(error.kind, error);
  }
  return [...byKind.values()];
}

function heaviest(errors: readonly DeliveryError[], addresses: ReadonlyMap<string, string>): DeliveryError | null {
  const counting = errors.filter(
    (error) => error.weight !== null && addresses.get(error.customerId) === error.email.toLowerCase(),
  );
  return counting.find((error) => error.weight === 'hard') ?? counting[0] ?? null;
}
