import type { EntityManager } from 'typeorm';
import { rowsIn, rowsOf, type RunsIn } from '../platform/database/database.js';
import type { Consent, ConsentBasis, ConsentSource } from './consent.types.js';

/** A consent as pages and files show it. */
export interface ConsentRow {
  readonly id: string;
  readonly customer_id: string;
  readonly group_id: string | null;
  readonly group_name: string | null;
  readonly purpose: string;
  readonly source: ConsentSource;
  readonly source_label: string;
  readonly import_id: string | null;
  readonly basis: ConsentBasis;
  readonly note: string;
  readonly obtained_at: Date;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly user_name: string | null;
  readonly withdrawn_at: Date | null;
  readonly purge_after: Date | null;
}

/** The same consent for a set of customers, by one statement. */
export async function insertConsents(where: RunsIn, customerIds: readonly string[], consent: Consent): Promise<void> {
  await rowsIn(
    where,
    `insert into consent_record
       (customer_id, group_id, purpose, source, source_label, import_id, basis, note, obtained_at, ip, user_agent, user_id)
     select id, $2::bigint, $3, $4, $5, $6::bigint, $7, $8, $9::timestamptz, $10, $11, $12::bigint
       from unnest($1::bigint[]) as id`,
    [
      customerIds,
      consent.groupId,
      consent.purpose,
      consent.source,
      consent.sourceLabel,
      consent.importId ?? null,
      consent.basis,
      consent.note ?? '',
      consent.obtainedAt,
      consent.ip ?? null,
      consent.userAgent ?? null,
      consent.userId ?? null,
    ],
  );
}

/** The rows of consents with names from the tables of groups and users, which only those write; `more` adds columns. */
export const selectConsents = (
  more = '',
): string => `select k.id, k.customer_id, k.group_id, g.name as group_name, k.purpose, k.source, k.source_label,
    k.import_id, k.basis, k.note, k.obtained_at, k.ip, k.user_agent, u.name as user_name, k.withdrawn_at, k.purge_after${more}
  from consent_record k
  left join delivery_group g on g.id = k.group_id
  left join app_user u on u.id = k.user_id`;

/** The newest consents of a customer, by the index on customers. */
export function readConsents(em: EntityManager, customerId: string, limit: number): Promise<ConsentRow[]> {
  return rowsOf(em, `${selectConsents()} where k.customer_id = $1 order by k.id desc limit $2`, [customerId, limit]);
}

/** The newest consents kept under a hash, by its index. */
export function readKeptConsents(em: EntityManager, hash: Buffer, limit: number): Promise<ConsentRow[]> {
  return rowsOf(em, `${selectConsents()} where k.address_hash = $1 order by k.id desc limit $2`, [hash, limit]);
}

/** Notes the withdrawal of one consent that is not withdrawn yet; false when there is no such consent. */
export async function withdrawConsent(
  em: EntityManager,
  key: { readonly customerId: string; readonly id: string },
  at: Date,
): Promise<boolean> {
  const rows = await rowsOf(
    em,
    `update consent_record set withdrawn_at = coalesce(withdrawn_at, $3) where id = $2 and customer_id = $1 returning 1`,
    [key.customerId, key.id, at],
  );
  return rows.length > 0;
}

/** Who and what a consent refers to: the customer, kept from being deleted, and the group if one is named. */
export async function lookUpSubjects(
  tx: EntityManager,
  customerId: string,
  groupId: string | null,
): Promise<{ readonly customer: boolean; readonly group: boolean }> {
  const [customer] = await rowsOf(tx, 'select id from customer where id = $1 for key share', [customerId]);
  return { customer: customer !== undefined, group: groupId === null || (await groupExists(tx, groupId)) };
}

/** Reads the table of groups; only groups write it. */
export async function groupExists(em: EntityManager, groupId: string): Promise<boolean> {
  const rows = await rowsOf(em, 'select from delivery_group where id = $1', [groupId]);
  return rows.length > 0;
}

/** The id of the customer with that address. */
export async function findCustomerId(em: EntityManager, emailNormalised: string): Promise<string | null> {
  const [row] = await rowsOf<{ id: string }>(em, 'select id from customer where email_normalised = $1', [
    emailNormalised,
  ]);
  return row?.id ?? null;
}
