import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { MailFormat } from './mailing.types.js';

/** A mailing with the names of what it points at; the sender is its own, else its group's. */
export interface MailingRow {
  readonly id: string;
  readonly groupId: string | null;
  readonly groupName: string | null;
  readonly senderAddressId: string | null;
  readonly senderId: string | null;
  readonly senderEmail: string | null;
  readonly senderName: string | null;
  readonly replyTo: string | null;
  readonly authorName: string | null;
  readonly format: MailFormat;
  readonly subject: string;
  readonly textBody: string;
  readonly htmlBody: string;
  readonly trackLinks: boolean;
  readonly trackOpens: boolean;
  readonly version: number;
  readonly testSentAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const SELECT_MAILING = `
  select m.id, m.group_id as "groupId", g.name as "groupName", m.sender_address_id as "senderAddressId",
         s.id as "senderId", s.email as "senderEmail", s.display_name as "senderName", s.reply_to as "replyTo",
         u.name as "authorName", m.format, m.subject, m.text_body as "textBody", m.html_body as "htmlBody",
         m.track_links as "trackLinks", m.track_opens as "trackOpens", m.version, m.test_sent_at as "testSentAt",
         m.created_at as "createdAt", m.updated_at as "updatedAt"
    from mailing m
    left join delivery_group g on g.id = m.group_id
    left join sender_address s on s.id = coalesce(m.sender_address_id, g.sender_address_id)
    left join app_user u on u.id = m.author_id`;

/** One mailing that is not deleted. */
export async function findMailing(em: EntityManager, id: string): Promise<MailingRow | null> {
  const [row] = await rowsOf<MailingRow>(em, `${SELECT_MAILING} where m.id = $1 and m.deleted_at is null`, [id]);
  return row ?? null;
}

/** A page of mailings, newest first; `subjectPart` is compared without case. Few enough to be walked by id. */
export function listMailings(
  em: EntityManager,
  { subjectPart, beforeId, limit }: { subjectPart: string | null; beforeId: string | null; limit: number },
): Promise<MailingRow[]> {
  return rowsOf<MailingRow>(
    em,
    `${SELECT_MAILING}
      where m.deleted_at is null and ($1::bigint is null or m.id < $1)
        and ($2::text is null or position(lower($2) in lower(m.subject)) > 0)
      order by m.id desc limit $3`,
    [beforeId, subjectPart, limit],
  );
}

/** Columns a save may change. */
export interface MailingChanges {
  readonly groupId?: string | null;
  readonly senderAddressId?: string | null;
  readonly format?: MailFormat;
  readonly subject?: string;
  readonly textBody?: string;
  readonly htmlBody?: string;
  readonly trackLinks?: boolean;
  readonly trackOpens?: boolean;
}

const COLUMNS: Readonly<Record<keyof MailingChanges, string>> = {
  groupId: 'group_id',
  senderAddressId: 'sender_address_id',
  format: 'format',
  subject: 'subject',
  textBody: 'text_body',
  htmlBody: 'html_body',
  trackLinks: 'track_links',
  trackOpens: 'track_opens',
};

/** Saves what is given when the version is still the one the edit started from; false when it is not. */
export async function updateMailing(
  em: EntityManager,
  id: string,
  version: number,
  changes: MailingChanges,
  now: Date,
): Promise<boolean> {
  const given = (Object.keys(COLUMNS) as (keyof MailingChanges)[]).filter((key) => changes[key] !== undefined);
  const sets = given.map((key, i) => `${COLUMNS[key]} = $${i + 4}`);
  const rows = await rowsOf(
    em,
    `update mailing set ${['version = version + 1', 'updated_at = $3', ...sets].join(', ')}
      where id = $1 and version = $2 and deleted_at is null returning id`,
    [id, version, now, ...given.map((key) => changes[key])],
  );
  return rows.length === 1;
}
