import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import { audienceReasons, type AudienceFilter } from './audience-reasons.js';
import { BATCH_SIZE } from './delivery.types.js';
import type { Funnel, SkipReason } from './delivery.types.js';

export type { AudienceFilter };

/** Everybody in the group with the first reason why not, where there is one (C-25, D-04). */
function audienceSql(filter: AudienceFilter | null, group: string): string {
  const reasons = audienceReasons(filter).map(({ reason, holds }) => `when ${holds} then '${reason}'`);
  return `
    select m.customer_id, c.email, domain_group_of(c.email) collate "C" as domain_group,
           case ${reasons.join(' ')} end as skip_reason
      from group_membership m join customer c on c.id = m.customer_id
     where m.group_id = ${group}`;
}

interface TallyRow {
  readonly reason: Exclude<SkipReason, 'left_group' | 'customer_deleted' | 'canceled'> | null;
  readonly count: number;
}

/** Counts who would be mailed and who not, without writing anything: the same SQL as planning. */
export async function estimateAudience(
  em: EntityManager,
  groupId: string,
  filter: AudienceFilter | null,
): Promise<Funnel> {
  const params = [...(filter?.params ?? []), groupId];
  const rows = await rowsOf<TallyRow>(
    em,
    `select skip_reason as reason, count(*)::int as count
       from (${audienceSql(filter, `$${params.length}`)}) audience group by 1`,
    params,
  );
  return toFunnel(rows);
}

/**
 * Writes a recipient for everybody in the group and the batches of those who are mailed, in one statement.
 *
 * Batches hold one domain group each. They are numbered lot by lot, so that the rows of a batch lie together and the
 * indexes grow at their end; claiming still takes turns among the domain groups, because next_at steps by a
 * microsecond per batch of a lot. One sort on a bigint (lot above customer id) numbers everything: sorting by domain
 * group as text costs a second per million. Ids are UUIDv7 with a random prefix and a counter (RFC 9562 §6.2, method 1):
 * uuidv7() would ask the kernel for randomness a million times.
 */
export async function writeRecipients(
  tx: EntityManager,
  delivery: { id: string; groupId: string | null; idPrefix: string; now: Date },
  filter: AudienceFilter | null,
): Promise<Funnel> {
  const given = filter?.params ?? [];
  const [id, group, prefix, now] = [1, 2, 3, 4].map((n) => `$${given.length + n}`);
  await rowsOf(tx, `set local work_mem = '256MB'`);
  const rows = await rowsOf<TallyRow>(
    tx,
    `with audience as materialized (${audienceSql(filter, `${group}::bigint`)}
     ), tally as (
       select domain_group, skip_reason, count(*)::int as n from audience group by 1, 2
     ), lot as (
       select domain_group, n, row_number() over by_name as lot_no, sum(n) over by_name - n as rows_before,
              (sum((n - 1) / ${BATCH_SIZE} + 1) over by_name - ((n - 1) / ${BATCH_SIZE} + 1))::int as batches_before
         from tally where skip_reason is null window by_name as (order by domain_group)
     ), placed as (
       select a.customer_id, a.email, a.skip_reason, l.rows_before, l.batches_before,
              row_number() over (
                order by (case when a.skip_reason is null then l.lot_no else 1000 end) << 48 | a.customer_id) as row_no
         from audience a left join lot l using (domain_group)
     ), recipient as (
       insert into delivery_recipient (id, delivery_id, customer_id, email, batch_no, state, skip_reason)
       select (${prefix} || lpad(to_hex(row_no), 8, '0'))::uuid, ${id}::bigint, customer_id, email,
              case when skip_reason is null
                   then batches_before + 1 + (row_no - 1 - rows_before) / ${BATCH_SIZE} end,
              case when skip_reason is null then 'pending' else 'skipped' end, skip_reason
         from placed
     ), batch as (
       insert into delivery_batch (delivery_id, batch_no, domain_group, next_at, counts)
       select ${id}::bigint, batches_before + 1 + k, domain_group,
              ${now}::timestamptz - interval '1 second' + k * interval '1 microsecond',
              jsonb_build_object('pending', least(${BATCH_SIZE}, n - k * ${BATCH_SIZE}))
         from lot, generate_series(0, (n - 1) / ${BATCH_SIZE}) as k
     )
     select skip_reason as reason, sum(n)::int as count from tally group by 1`,
    [...given, delivery.id, delivery.groupId, delivery.idPrefix, delivery.now],
  );
  return toFunnel(rows);
}

function toFunnel(rows: readonly TallyRow[]): Funnel {
  const counts = new Map(rows.map(({ reason, count }) => [reason, count]));
  const of = (reason: TallyRow['reason']): number => counts.get(reason) ?? 0;
  return {
    members: rows.reduce((sum, { count }) => sum + count, 0),
    filteredOut: of('filtered_out'),
    stopped: of('stopped'),
    banned: of('banned'),
    customerError: of('customer_error'),
    invalidAddress: of('invalid_address'),
    recipients: of(null),
  };
}
