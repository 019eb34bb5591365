import type { CsvEncoding } from '@kubari/csv';
import type { Database } from '../../platform/database/database.js';
import type { CustomerQuery } from '../customer-search.service.js';
import { toTarget, type CustomerTarget } from '../customer-targets.js';
import type { ExportState, LostCharacter } from './customer-export.types.js';
import type { ExportNeeds, ExportRow } from './export-columns.js';
import type { ExportLocale } from './export-labels.js';

/** How long a worker may go without a sign of life before another one starts the file again. */
export const EXPORT_LEASE_MS = 60_000;
/** How long a finished file can be had. */
export const EXPORT_KEPT_MS = 24 * 3_600_000;

/** A file as it is ordered. */
export interface OrderedExport {
  readonly target: CustomerTarget;
  readonly groupId: string | null;
  readonly columns: readonly string[];
  readonly encoding: CsvEncoding;
  readonly hasHeader: boolean;
  readonly locale: ExportLocale;
  readonly totalCount: number;
  readonly belowId: string;
  readonly createdBy: string;
}

/** Queues a file; returns the id. */
export async function insertExport(db: Database, ordered: OrderedExport, now: Date): Promise<string> {
  const { target } = ordered;
  const [row] = await db.rows<{ id: string }>(
    `insert into customer_export (query, customer_ids, group_id, columns, encoding, has_header, locale, total_count,
                                  below_id, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`,
    [
      'query' in target ? JSON.stringify(target.query) : null,
      'query' in target ? null : JSON.stringify(target.customerIds),
      ordered.groupId,
      JSON.stringify(ordered.columns),
      ordered.encoding,
      ordered.hasHeader,
      ordered.locale,
      ordered.totalCount,
      ordered.belowId,
      ordered.createdBy,
      now,
    ],
  );
  return String(row?.id);
}

/** A file under our lease. */
export interface ClaimedExport {
  readonly id: string;
  readonly leaseToken: string;
  readonly fileKey: string;
  /** what a worker that died has left behind */
  readonly staleFileKey: string | null;
  readonly target: CustomerTarget;
  readonly groupId: string | null;
  readonly columns: readonly string[];
  readonly encoding: CsvEncoding;
  readonly hasHeader: boolean;
  readonly locale: ExportLocale;
  readonly belowId: string;
  /** starts of the file, this one included */
  readonly tryCount: number;
}

interface ClaimRow {
  readonly id: string;
  readonly query: CustomerQuery | null;
  readonly customer_ids: readonly string[] | null;
  readonly group_id: string | null;
  readonly columns: readonly string[];
  readonly encoding: CsvEncoding;
  readonly has_header: boolean;
  readonly locale: ExportLocale;
  readonly below_id: string;
  readonly try_count: number;
  readonly stale_file_key: string | null;
}

/**
 * Takes the export if it waits or its worker is gone; the guarded update makes a second runner come away empty. Every
 * start writes a file of its own, so that two workers never write into the same one.
 */
export async function claimExport(db: Database, id: string, token: string, now: Date): Promise<ClaimedExport | null> {
  const fileKey = `${EXPORT_FOLDER}/${id}-${token}.csv`;
  const [row] = await db.rows<ClaimRow>(
    `update customer_export
        set state = 'running', lease_token = $2, lease_until = $4, started_at = coalesce(started_at, $3),
            try_count = try_count + 1, done_count = 0, file_key = $5
      where id = $1 and (state = 'queued' or (state = 'running' and lease_until < $3))
     returning id, query, customer_ids, group_id, columns, encoding, has_header, locale, below_id, new.try_count,
               old.file_key as stale_file_key`,
    [id, token, now, leaseEnd(now), fileKey],
  );
  if (!row) return null;
  return {
    id: row.id,
    leaseToken: token,
    fileKey,
    staleFileKey: row.stale_file_key,
    target: toTarget(row.query, row.customer_ids),
    groupId: row.group_id,
    columns: row.columns,
    encoding: row.encoding,
    hasHeader: row.has_header,
    locale: row.locale,
    belowId: row.below_id,
    tryCount: row.try_count,
  };
}

const leaseEnd = (now: Date): Date => new Date(now.getTime() + EXPORT_LEASE_MS);

type Leased = Pick<ClaimedExport, 'id' | 'leaseToken'>;

/** Tells how far the file is and keeps the lease; false when it is no longer ours or the export was canceled. */
export async function recordProgress(
  db: Database,
  { id, leaseToken }: Leased,
  doneCount: number,
  now: Date,
): Promise<boolean> {
  const rows = await db.rows(
    `update customer_export set done_count = $3, lease_until = $4
      where id = $1 and lease_token = $2 and state = 'running' returning id`,
    [id, leaseToken, doneCount, leaseEnd(now)],
  );
  return rows.length > 0;
}

/** Keeps the lease while a page takes long. */
export async function renewLease(db: Database, { id, leaseToken }: Leased, now: Date): Promise<void> {
  await db.rows(
    `update customer_export set lease_until = $3 where id = $1 and lease_token = $2 and state = 'running'`,
    [id, leaseToken, leaseEnd(now)],
  );
}

/** Gives the lease back, so that the next worker need not wait for its end; `countsAsTry` false: it was no failure. */
export async function releaseLease(db: Database, { id, leaseToken }: Leased, countsAsTry: boolean): Promise<void> {
  await db.rows(
    `update customer_export set state = 'queued', lease_token = null, lease_until = null, try_count = try_count - $3::int
      where id = $1 and lease_token = $2 and state = 'running'`,
    [id, leaseToken, countsAsTry ? 0 : 1],
  );
}

/** What a file turned out to be. */
export interface WrittenFile {
  readonly doneCount: number;
  readonly bytes: number;
  readonly lostCount: number;
  readonly lostCharacters: readonly LostCharacter[];
}

/** From here on the file is offered; false when the lease is no longer ours, and the file is not wanted. */
export async function finishExport(
  db: Database,
  { id, leaseToken }: Leased,
  file: WrittenFile,
  now: Date,
): Promise<boolean> {
  const rows = await db.rows(
    `update customer_export
        set state = 'finished', finished_at = $3, expires_at = $4, done_count = $5, file_bytes = $6, lost_count = $7,
            lost_characters = $8, lease_token = null, lease_until = null
      where id = $1 and lease_token = $2 and state = 'running' returning id`,
    [
      id,
      leaseToken,
      now,
      new Date(now.getTime() + EXPORT_KEPT_MS),
      file.doneCount,
      file.bytes,
      file.lostCount,
      JSON.stringify(file.lostCharacters),
    ],
  );
  return rows.length > 0;
}

/** Ends it without a file; what is written is due to go at once. */
export async function failExport(db: Database, { id, leaseToken }: Leased, failure: string, now: Date): Promise<void> {
  await db.rows(
    `update customer_export
        set state = 'failed', failure = $3, finished_at = $4, expires_at = $4, lease_token = null, lease_until = null
      where id = $1 and lease_token = $2 and state = 'running'`,
    [id, leaseToken, failure, now],
  );
}

/** Stops it at its next page; false when it has ended already. What is written is due to go at once. */
export async function cancelExport(db: Database, id: string, now: Date): Promise<boolean> {
  const rows = await db.rows(
    `update customer_export
        set state = 'canceled', finished_at = $2, expires_at = $2, lease_token = null, lease_until = null
      where id = $1 and state in ('queued', 'running') returning id`,
    [id, now],
  );
  return rows.length > 0;
}

/** Exports that should be running but that nobody works on. */
export async function abandonedExports(db: Database, now: Date): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select id from customer_export
      where state in ('queued', 'running') and (state = 'queued' or lease_until < $1) order by id limit 50`,
    [now],
  );
  return rows.map((row) => row.id);
}

/** Files that are due to go, oldest first; by the index on the time of those that have a file. */
export function expiredFiles(
  db: Database,
  now: Date,
  limit: number,
): Promise<{ readonly id: string; readonly file_key: string }[]> {
  return db.rows(
    `select id, file_key from customer_export
      where file_key is not null and expires_at <= $1 order by expires_at limit $2`,
    [now, limit],
  );
}

/** Notes that the file is gone. */
export async function forgetFile(db: Database, id: string, fileKey: string): Promise<void> {
  await db.rows('update customer_export set file_key = null where id = $1 and file_key = $2', [id, fileKey]);
}

/** The folder of written files in storage. */
export const EXPORT_FOLDER = 'exports';

/** Which of these files exports name; the table is read whole, once an hour. */
export async function fileKeysAmong(db: Database, keys: readonly string[]): Promise<Set<string>> {
  const rows = await db.rows<{ key: string }>(
    'select file_key as key from customer_export where file_key = any ($1::text[])',
    [keys],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Which customers a page of the file holds. */
export interface ExportPage {
  readonly needs: ExportNeeds;
  /** of the membership columns */
  readonly groupId: string | null;
  /** over the alias `c`, with `params`, of which $1 are the ids */
  readonly where: string;
  readonly params: readonly unknown[];
}

/**
 * Customers of the ids who still match, newest first, as the file needs them. Texts are made by PostgreSQL: a million
 * dates would cost more here. Reads the groups' tables; only groups write them.
 */
export function readExportRows(db: Database, { needs, groupId, where, params }: ExportPage): Promise<ExportRow[]> {
  const time = (alias: string, column: string): string =>
    `to_char(${alias}.${column} at time zone 'Asia/Tokyo', 'YYYY/MM/DD HH24:MI:SS') as ${column}`;
  const all = [...params];
  const membership = needs.membership
    ? {
        columns: `m.delivery_state, ${time('m', 'state_changed_at')}, m.state_changed_via, ${time('m', 'joined_at')}`,
        join: `left join group_membership m on m.customer_id = c.id and m.group_id = $${all.push(groupId)}::bigint`,
      }
    : {
        columns: 'null as delivery_state, null as state_changed_at, null as state_changed_via, null as joined_at',
        join: '',
      };
  const groups = `(select string_agg(g.name, '、' order by g.id) from group_membership gm
                     join delivery_group g on g.id = gm.group_id where gm.customer_id = c.id)`;
  return db.rows<ExportRow>(
    `select c.id, c.email, c.status, c.error_count, ${time('c', 'status_changed_at')}, c.registered_via,
            ${time('c', 'created_at')}, ${time('c', 'updated_at')},
            ${needs.fieldValues ? 'c.field_values' : 'null as field_values'},
            ${needs.groups ? groups : 'null'} as groups, ${membership.columns}
       from customer c ${membership.join}
      where c.id = any ($1::bigint[]) and ${where}
      order by c.id desc`,
    all,
  );
}

/** An export as lists and pages show it. */
export interface ExportListRow {
  readonly id: string;
  readonly query: CustomerQuery | null;
  readonly customer_ids: readonly string[] | null;
  readonly group_id: string | null;
  readonly group_name: string | null;
  readonly columns: readonly string[];
  readonly encoding: CsvEncoding;
  readonly has_header: boolean;
  readonly state: ExportState;
  readonly total_count: number;
  readonly done_count: number;
  readonly file_key: string | null;
  readonly file_bytes: string;
  readonly lost_count: number;
  readonly lost_characters: readonly LostCharacter[];
  readonly failure: string | null;
  readonly created_by_name: string | null;
  readonly created_at: Date;
  readonly finished_at: Date | null;
  readonly expires_at: Date | null;
  readonly downloads: readonly { readonly userName: string | null; readonly at: string }[];
}

/** Exports below `below`, newest first, with the latest downloads of each; `id` picks one. By the primary keys. */
export function readExports(
  db: Database,
  { id, below, limit }: { id?: string; below?: string | null; limit: number },
): Promise<ExportListRow[]> {
  return db.rows<ExportListRow>(
    `select e.id, e.query, e.customer_ids, e.group_id, g.name as group_name, e.columns, e.encoding, e.has_header, e.state,
            e.total_count, e.done_count, e.file_key, e.file_bytes, e.lost_count, e.lost_characters, e.failure,
            u.name as created_by_name, e.created_at, e.finished_at, e.expires_at, d.downloads
       from customer_export e
       left join app_user u on u.id = e.created_by
       left join delivery_group g on g.id = e.group_id
      cross join lateral (
         select coalesce(jsonb_agg(jsonb_build_object('userName', du.name, 'at', x.downloaded_at) order by x.id desc), '[]') as downloads
           from (select * from customer_export_download where export_id = e.id order by id desc limit 20) x
           left join app_user du on du.id = x.user_id) d
      where ($1::bigint is null or e.id = $1) and ($2::bigint is null or e.id < $2)
      order by e.id desc limit $3`,
    [id ?? null, below ?? null, limit],
  );
}

/** Writes down who takes a file. */
export async function insertDownload(
  db: Database,
  { exportId, userId, ip }: { exportId: string; userId: string; ip: string | null },
  now: Date,
): Promise<void> {
  await db.rows(
    'insert into customer_export_download (export_id, user_id, ip, downloaded_at) values ($1, $2, $3, $4)',
    [exportId, userId, ip, now],
  );
}
