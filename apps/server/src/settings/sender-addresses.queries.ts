import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';

export interface SenderAddressRow {
  readonly id: string;
  readonly email: string;
  readonly display_name: string;
  readonly reply_to: string | null;
  readonly created_at: Date;
  readonly group_count: number;
  readonly mailing_count: number;
}

/** Tens of rows, so the uses are counted as they are read. Deleted mailings do not count. */
const SELECT_SENDER = `select s.id, s.email, s.display_name, s.reply_to, s.created_at,
    (select count(*)::int from delivery_group g where g.sender_address_id = s.id) as group_count,
    (select count(*)::int from mailing m where m.sender_address_id = s.id and m.deleted_at is null) as mailing_count
  from sender_address s`;

/** Oldest first by id. */
export function listSenderAddresses(
  em: EntityManager,
  afterId: string | null,
  limit: number,
): Promise<SenderAddressRow[]> {
  return rowsOf<SenderAddressRow>(
    em,
    `${SELECT_SENDER} where ($1::bigint is null or s.id > $1) order by s.id limit $2`,
    [afterId, limit],
  );
}

/** One sender address with its uses counted. */
export async function findSenderAddress(em: EntityManager, id: string): Promise<SenderAddressRow | undefined> {
  const [row] = await rowsOf<SenderAddressRow>(em, `${SELECT_SENDER} where s.id = $1`, [id]);
  return row;
}

export interface SenderUse {
  readonly kind: 'group' | 'mailing';
  readonly id: string;
  readonly name: string;
}

/** Up to `limit` places that use a sender address, groups first. */
export function findSenderUses(em: EntityManager, id: string, limit: number): Promise<SenderUse[]> {
  return rowsOf<SenderUse>(
    em,
    `(select 'group' as kind, id, name from delivery_group where sender_address_id = $1 order by id desc limit $2)
     union all
     (select 'mailing', id, subject from mailing
       where sender_address_id = $1 and deleted_at is null order by id desc limit $2)
     limit $2`,
    [id, limit],
  );
}
