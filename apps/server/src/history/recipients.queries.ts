import type { HistoryResult } from './history.dto.js';

/** One person in one delivery, as stored; `key` is the sort value beside the id, for the cursor. */
export interface RecipientRow {
  readonly id: string;
  readonly key: string;
  readonly customerId: string;
  readonly customerExists: boolean;
  readonly email: string;
  readonly state: string;
  readonly skipReason: string | null;
  readonly errorKind: string | null;
  readonly errorDetail: string | null;
  readonly acceptedAt: Date | null;
  readonly openedAt: Date | null;
  readonly mppOpenedAt: Date | null;
  readonly clickedAt: Date | null;
  readonly unsubscribedAt: Date | null;
}

/** Which people of a delivery. */
export interface RecipientFilter {
  readonly deliveryId: string;
  readonly result: HistoryResult;
  readonly linkNo: number | null;
  readonly reason: string | null;
}

/** A statement whose result comes in the order of (key, id); without a limit it is the whole list, for a stream. */
export interface RecipientQuery {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** How one list is found: by which column it is sorted beside the id, and what is on it. Each is served by an index. */
interface List {
  readonly key: string;
  readonly keyType: 'integer' | 'text';
  readonly where: string;
}

const ACCEPTED = `'accepted', 'delayed', 'delivered', 'bounced_soft', 'bounced_hard', 'rejected', 'complained'`;
const SUCCESS = `'accepted', 'delayed', 'delivered', 'complained'`;

/** Nearly everybody is on it: the index on (delivery, batch), where a filter costs little. */
const byBatch = (where: string): List => ({
  key: 'r.batch_no',
  keyType: 'integer',
  where: `r.batch_no is not null and ${where}`,
});
/** Few are on it: the index on (delivery, trouble). */
const byTrouble = (states: string): List => ({ key: 'r.trouble', keyType: 'text', where: `r.trouble in (${states})` });
/** A partial index on (delivery, id). */
const byColumn = (column: string): List => ({ key: `''`, keyType: 'text', where: `${column} is not null` });

const LISTS: Readonly<Record<HistoryResult, List>> = {
  all: byBatch('true'),
  accepted: byBatch(`r.state in (${ACCEPTED})`),
  delivered: byBatch(`r.state in ('delivered', 'complained')`),
  success: byBatch(`r.state in (${SUCCESS})`),
  waiting: byBatch(`r.state in ('pending', 'submitting') and exists (select from delivery_batch b
    where b.delivery_id = r.delivery_id and b.batch_no = r.batch_no and b.done_at is null)`),
  opened: byColumn('r.opened_at'),
  mpp_opened: byColumn('r.mpp_opened_at'),
  clicked: byColumn('r.clicked_at'),
  error: byTrouble(`'bounced_soft', 'bounced_hard', 'rejected', 'failed'`),
  bounced: byTrouble(`'bounced_soft', 'bounced_hard'`),
  bounced_hard: byTrouble(`'bounced_hard'`),
  bounced_soft: byTrouble(`'bounced_soft'`),
  rejected: byTrouble(`'rejected'`),
  complained: byTrouble(`'complained'`),
  failed: byTrouble(`'failed'`),
  held: byTrouble(`'held'`),
  unknown: byTrouble(`'unknown'`),
  skipped: { key: 'r.skip_reason', keyType: 'text', where: 'r.skip_reason is not null' },
  unsubscribed: byColumn('r.unsubscribed_at'),
};

const columns = (
  clickedAt: string,
): string => `r.id, r.customer_id as "customerId", c.id is not null as "customerExists",
  r.email, r.state, r.skip_reason as "skipReason", r.error_kind as "errorKind", r.error_detail as "errorDetail",
  r.accepted_at as "acceptedAt", r.opened_at as "openedAt", r.mpp_opened_at as "mppOpenedAt", ${clickedAt} as "clickedAt",
  r.unsubscribed_at as "unsubscribedAt"`;

/** The people behind one number, after the given place in the list; `limit` null: all of them. */
export function recipientsQuery(
  filter: RecipientFilter,
  after: { key: string; id: string } | null,
  limit: number | null,
): RecipientQuery {
  if (filter.result === 'clicked' && filter.linkNo !== null) return clickersQuery(filter, after, limit);
  const { key, keyType, where } = LISTS[filter.result];
  const params: unknown[] = [filter.deliveryId];
  const use = (value: unknown): string => `$${params.push(value)}`;
  const conditions = [`r.delivery_id = $1`, where];
  if (filter.result === 'skipped' && filter.reason !== null) conditions.push(`r.skip_reason = ${use(filter.reason)}`);
  // A constant key would only hide the index from the planner.
  const isKeyed = key !== `''`;
  if (after)
    conditions.push(
      isKeyed
        ? `(${key}, r.id) > (${use(after.key)}::${keyType}, ${use(after.id)}::uuid)`
        : `r.id > ${use(after.id)}::uuid`,
    );
  return {
    sql: `select ${key}::text as key, ${columns('r.clicked_at')}
            from delivery_recipient r left join customer c on c.id = r.customer_id
           where ${conditions.join(' and ')}
           order by ${isKeyed ? `${key}, ` : ''}r.id ${limit === null ? '' : `limit ${use(limit)}`}`,
    params,
  };
}

/** Who clicked one link, in the order of their first click on it; the index on (delivery, kind, link, id) is walked. */
function clickersQuery(
  { deliveryId, linkNo }: RecipientFilter,
  after: { key: string; id: string } | null,
  limit: number | null,
): RecipientQuery {
  const params: unknown[] = [deliveryId, linkNo];
  const use = (value: unknown): string => `$${params.push(value)}`;
  const isClick = (e: string): string =>
    `${e}.kind = 'clicked' and ${e}.link_no = $2 and ${e}.visitor in ('human', 'proxy')`;
  return {
    sql: `select e.id::text as key, ${columns('e.occurred_at')}
            from tracking_event e join delivery_recipient r on r.id = e.recipient_id
            left join customer c on c.id = r.customer_id
           where e.delivery_id = $1 and ${isClick('e')} ${after ? `and e.id > ${use(after.key)}::bigint` : ''}
             and not exists (select from tracking_event f
                              where f.recipient_id = e.recipient_id and ${isClick('f')} and f.id < e.id)
           order by e.id ${limit === null ? '' : `limit ${use(limit)}`}`,
    params,
  };
}
