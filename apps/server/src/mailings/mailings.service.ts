import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Group } from '../groups/group.entity.js';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { conflict, invalidField, notFound } from '../platform/http/app-error.js';
import { decodeIdCursor, toPage, type Page } from '../platform/http/pagination.js';
import { SenderAddress } from '../settings/sender-address.entity.js';
import { Mailing } from './mailing.entity.js';
import type {
  CreateMailingRequest,
  MailingListItem,
  MailingListQuery,
  MailingResponse,
  UpdateMailingRequest,
} from './mailings.dto.js';
import { findMailing, listMailings, updateMailing, type MailingChanges, type MailingRow } from './mailings.queries.js';
import { toMailingListItem, toMailingResponse } from './mailings.responses.js';
import { sanitiseMailHtml } from './sanitise-mail-html.js';

/** Mailings as they are composed. What a delivery sends is a frozen copy: see MailingFreezer. */
@Injectable()
export class MailingsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async list({ q, cursor, limit = 50 }: MailingListQuery): Promise<Page<MailingListItem>> {
    const rows = await listMailings(this.db.manager, {
      subjectPart: q || null,
      beforeId: decodeIdCursor(cursor),
      limit: limit + 1,
    });
    return toPage(rows, limit, toMailingListItem, (row) => [row.id]);
  }

  async get(id: string): Promise<MailingResponse> {
    return toMailingResponse(await this.find(id));
  }

  /** The mailing, or 404. */
  async find(id: string, em: EntityManager = this.db.manager): Promise<MailingRow> {
    const row = await findMailing(em, id);
    if (!row) throw notFound('mailing');
    return row;
  }

  async create(body: CreateMailingRequest, userId: string): Promise<MailingResponse> {
    const changes = await this.checked(body);
    const mailings = this.db.manager.getRepository(Mailing);
    const { groupId, senderAddressId, ...content } = changes;
    const { id } = await mailings.save({
      ...content,
      format: content.format ?? ('text' as const),
      group: groupId ? { id: groupId } : null,
      senderAddress: senderAddressId ? { id: senderAddressId } : null,
      authorId: userId,
      updatedAt: this.clock.now(),
    });
    return this.get(id);
  }

  /** Saves an edit; 409 when somebody else saved since this one was opened. */
  async update(id: string, { version, ...body }: UpdateMailingRequest): Promise<MailingResponse> {
    await this.find(id);
    const changes = await this.checked(body);
    if (!(await updateMailing(this.db.manager, id, version, changes, this.clock.now())))
      throw conflict('mailing-changed-meanwhile', 'Somebody else saved this mailing: reload it and edit again.');
    return this.get(id);
  }

  /** The mailing disappears from lists; deliveries made of it keep their frozen content. */
  async remove(id: string): Promise<void> {
    const rows = await this.db.rows(
      'update mailing set deleted_at = $2 where id = $1::bigint and deleted_at is null returning id',
      [id, this.clock.now()],
    );
    if (rows.length === 0) throw notFound('mailing');
  }

  /** A new mailing with the same content. */
  async copy(id: string, userId: string): Promise<MailingResponse> {
    const source = await this.find(id);
    return this.create({ ...source, subject: source.subject }, userId);
  }

  /** Notes that a test of the mailing, as it is now, has been sent. */
  async noteTestSent(id: string): Promise<void> {
    await rowsOf(this.db.manager, 'update mailing set test_sent_at = $2 where id = $1', [id, this.clock.now()]);
  }

  /** The changes as they are stored: what they point at exists, and no script survives in the HTML (security.md 4). */
  private async checked(body: MailingChanges): Promise<MailingChanges> {
    await this.mustExist(Group, 'groupId', body.groupId);
    await this.mustExist(SenderAddress, 'senderAddressId', body.senderAddressId);
    const { groupId, senderAddressId, format, subject, textBody, htmlBody, trackLinks, trackOpens } = body;
    return {
      groupId,
      senderAddressId,
      format,
      subject: subject?.replaceAll(/[\r\n]+/g, ' '),
      textBody,
      htmlBody: htmlBody === undefined ? undefined : sanitiseMailHtml(htmlBody),
      trackLinks,
      trackOpens,
    };
  }

  private async mustExist(
    entity: typeof Group | typeof SenderAddress,
    field: string,
    id: string | null | undefined,
  ): Promise<void> {
    if (id && !(await this.db.manager.getRepository<{ id: string }>(entity).existsBy({ id })))
      throw invalidField(field, 'not-found', 'does not exist');
  }
}
