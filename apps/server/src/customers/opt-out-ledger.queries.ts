import { rowsIn, type RunsIn } from '../platform/database/database.js';
import type { HeldBack, OptOutReason, OptOutScope } from './opt-out.types.js';

interface LedgerRow {
  readonly hash: Buffer;
  readonly scope: OptOutScope;
  readonly scopeId: string;
}

/** One look at the primary key: most installations of today have an empty ledger, and need no hashing at all. */
export async function hasOptOuts(where: RunsIn): Promise<boolean> {
  const [row] = await rowsIn<{ any: boolean }>(where, 'select exists (select from opt_out) as any');
  return row?.any ?? false;
}

/** banned, complained, stopped: the alphabet agrees with how strict they are */
const SINCE_WHEN_STRICTER =
  'recorded_at = case when excluded.reason < o.reason then excluded.recorded_at else o.recorded_at end';

/**
 * Writes ledger rows in the order of the key, so that two writers never wait for each other in a circle. A later
 * statement about the same address and scope replaces a milder one: a ban is stricter than a complaint, that than a stop.
 * What the person says themselves is dated each time, beside since when the row holds; a complaint stays below a ban.
 */
export async function upsertOptOuts(
  where: RunsIn,
  rows: readonly (LedgerRow & { readonly reason: OptOutReason })[],
  at: Date,
  areRefusals: boolean,
): Promise<void> {
  await rowsIn(
    where,
    `insert into opt_out as o (address_hash, scope, scope_id, reason, recorded_at, refused_at, complained_at)
     select hash, scope, scope_id, min(reason), $5::timestamptz, case when $6 then $5::timestamptz end,
            case when bool_or(reason = 'complained') then $5::timestamptz end
       from unnest($1::bytea[], $2::text[], $3::bigint[], $4::text[]) as row (hash, scope, scope_id, reason)
      group by hash, scope, scope_id order by hash, scope, scope_id
     on conflict (address_hash, scope, scope_id) do update
        set reason = least(excluded.reason, o.reason), ${SINCE_WHEN_STRICTER},
            refused_at = coalesce(excluded.refused_at, o.refused_at),
            complained_at = coalesce(o.complained_at, excluded.complained_at)
      where excluded.reason < o.reason or excluded.refused_at is not null
         or (excluded.complained_at is not null and o.complained_at is null)`,
    [
      rows.map(({ hash }) => hash),
      rows.map(({ scope }) => scope),
      rows.map(({ scopeId }) => scopeId),
      rows.map(({ reason }) => reason),
      at,
      areRefusals,
    ],
  );
}

/** Notes for one address what is noted for another, in every scope; of two reasons the stricter one stays. */
export async function copyOptOuts(where: RunsIn, from: Buffer, to: Buffer): Promise<void> {
  await rowsIn(
    where,
    `insert into opt_out as o (address_hash, scope, scope_id, reason, recorded_at, refused_at, complained_at)
     select $2, scope, scope_id, reason, recorded_at, refused_at, complained_at
       from opt_out where address_hash = $1 order by scope, scope_id
     on conflict (address_hash, scope, scope_id) do update
        set reason = least(excluded.reason, o.reason), ${SINCE_WHEN_STRICTER},
            refused_at = greatest(excluded.refused_at, o.refused_at),
            complained_at = coalesce(o.complained_at, excluded.complained_at)`,
    [from, to],
  );
}

/** Takes rows of these reasons out of the ledger, by the primary key. */
export async function deleteOptOuts(
  where: RunsIn,
  rows: readonly LedgerRow[],
  reasons: readonly OptOutReason[],
): Promise<void> {
  await rowsIn(
    where,
    `delete from opt_out o
      using unnest($1::bytea[], $2::text[], $3::bigint[]) as row (hash, scope, scope_id)
      where o.address_hash = row.hash and o.scope = row.scope and o.scope_id = row.scope_id
        and o.reason = any ($4::text[])`,
    [rows.map(({ hash }) => hash), rows.map(({ scope }) => scope), rows.map(({ scopeId }) => scopeId), reasons],
  );
}

/**
 * What the ledger says of these addresses in one scope, account rows included; the account row first. Each hash is
 * looked up in the primary key (`offset 0` keeps the look-up per hash, whatever the statistics say).
 */
export function readOptOuts(
  where: RunsIn,
  hashes: readonly Buffer[],
  scope: OptOutScope,
  scopeId: string,
): Promise<(HeldBack & { readonly n: number })[]> {
  return rowsIn(
    where,
    `select h.n::int as n, o.scope, o.reason, o.recorded_at as "recordedAt", o.complained_at as "complainedAt"
       from unnest($1::bytea[]) with ordinality as h (hash, n)
      cross join lateral (
        select * from opt_out where address_hash = h.hash
           and (scope = 'account' or (scope = $2 and scope_id = $3)) offset 0) o
      order by h.n, o.scope`,
    [hashes, scope, scopeId],
  );
}
