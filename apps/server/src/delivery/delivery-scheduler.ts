import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MailingFreezer, type FrozenMailing } from '../mailings/mailing-freezer.service.js';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { conflict, invalidField, notFound } from '../platform/http/app-error.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { AudienceFilters, type ChosenFilter } from './audience-filters.js';
import { DELIVERY_MOVES, mayMove, moveRefused, type DeliveryMove } from './delivery-state.js';
import type { CreateDeliveryRequest } from './delivery.dto.js';
import type { DeliveryRunState } from './delivery.types.js';

/** A start so little in the past was meant as "now": clocks differ, and people think before they press the button. */
const PAST_TOLERANCE_MS = 10 * 60_000;

/** What an operator does with a delivery: schedule, pause, resume, cancel, put off. */
@Injectable()
export class DeliveryScheduler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly jobs: JobQueue,
    private readonly mailings: MailingFreezer,
    private readonly filters: AudienceFilters,
  ) {}

  /**
   * Makes a delivery of a mailing as it is now and returns its id. 422 names the checks that failed. With a key that was
   * used before for the same request it returns the delivery made then, for another request 409.
   */
  async schedule(body: CreateDeliveryRequest, userId: string): Promise<string> {
    const startsAt = this.readStart(body.startsAt ?? null);
    const id = await this.db.tx(async (tx) => {
      const known = await this.findByKey(tx, body);
      if (known) return known;
      const group = await findGroup(tx, body.groupId);
      const filter = await this.filters.read(body, tx);
      const mailing = await this.mailings.freeze(tx, body.mailingId);
      const id = await insertDelivery(tx, { body, group, filter, startsAt, userId });
      await insertContent(tx, id, mailing);
      return id;
    });
    await this.startIfDue(id);
    return id;
  }

  /** Nothing further is handed over from now on, at the latest within a second; what is in flight goes on. */
  async pause(id: string): Promise<void> {
    await this.move(id, 'pause', `paused_from = state, hold_reason = null, hold_detail = null`);
  }

  /** Goes on where it was paused, by a person or by the system. */
  async resume(id: string): Promise<void> {
    const state = await this.move(id, 'resume', `paused_from = null, hold_reason = null, hold_detail = null`);
    if (state === 'scheduled') await this.startIfDue(id);
    else await this.jobs.wake('delivery.send', { deliveryId: id, lane: 0 }, { jobId: `${id}/0` });
  }

  /** Ends a delivery; whoever was not handed over yet is skipped as canceled by the sweep. */
  async cancel(id: string): Promise<void> {
    await this.move(id, 'cancel', `paused_from = null, finished_at = $3`, [this.clock.now()]);
  }

  /** Another start for a delivery that has not begun; null: at once. */
  async reschedule(id: string, startsAt: string | null): Promise<void> {
    await this.move(id, 'reschedule', `starts_at = $3`, [this.readStart(startsAt)]);
    await this.startIfDue(id);
  }

  /** One guarded update; the state it left is in the refusal. */
  private async move(
    id: string,
    move: DeliveryMove,
    sets: string,
    params: readonly unknown[] = [],
  ): Promise<DeliveryRunState> {
    const { to } = DELIVERY_MOVES[move];
    return this.db.tx(async (tx) => {
      const [row] = await rowsOf<{ state: DeliveryRunState; pausedFrom: DeliveryRunState | null }>(
        tx,
        'select state, paused_from as "pausedFrom" from delivery where id = $1::bigint for update',
        [id],
      );
      if (!row) throw notFound('delivery');
      if (!mayMove(move, row.state)) throw moveRefused(move, row.state);
      const target = to === 'back' ? (row.pausedFrom ?? 'sending') : to;
      await rowsOf(tx, `update delivery set state = $2, ${sets} where id = $1`, [id, target, ...params]);
      return target;
    });
  }

  /** Does at once what the sweep would do within seconds. */
  private async startIfDue(id: string): Promise<void> {
    const moved = await this.db.rows(
      `update delivery set state = 'planning' where id = $1 and state = 'scheduled' and starts_at <= $2 returning id`,
      [id, this.clock.now()],
    );
    if (moved.length > 0) await this.jobs.wake('delivery.plan', { deliveryId: id }, { jobId: id });
  }

  private readStart(startsAt: string | null): Date {
    const now = this.clock.now();
    if (startsAt === null) return now;
    const at = new Date(startsAt);
    if (at.getTime() < now.getTime() - PAST_TOLERANCE_MS)
      throw invalidField('startsAt', 'in-the-past', 'is in the past');
    return at;
  }

  private async findByKey(tx: EntityManager, body: CreateDeliveryRequest): Promise<string | null> {
    if (body.idempotencyKey === undefined) return null;
    // Two requests with one key at the same time: the second waits here and then finds what the first made.
    await rowsOf(tx, 'select pg_advisory_xact_lock(4928, hashtext($1))', [body.idempotencyKey]);
    const [known] = await rowsOf<{ id: string; hash: string }>(
      tx,
      'select id, idempotency_hash as hash from delivery where idempotency_key = $1',
      [body.idempotencyKey],
    );
    if (known && known.hash !== requestHash(body))
      throw conflict('idempotency-key-reused', 'This key was used for another request: make a new one.');
    return known?.id ?? null;
  }
}

async function findGroup(tx: EntityManager, id: string): Promise<{ id: string; name: string }> {
  const [group] = await rowsOf<{ id: string; name: string }>(
    tx,
    'select id, name from delivery_group where id = $1::bigint for key share',
    [id],
  );
  if (!group) throw invalidField('groupId', 'not-found', 'does not exist');
  return group;
}

async function insertDelivery(
  tx: EntityManager,
  given: {
    body: CreateDeliveryRequest;
    group: { id: string; name: string };
    filter: ChosenFilter;
    startsAt: Date;
    userId: string;
  },
): Promise<string> {
  const { body, group, filter, startsAt, userId } = given;
  const [row] = await rowsOf<{ id: string }>(
    tx,
    `insert into delivery (mailing_id, group_id, group_name, filter, filter_sentence, segment_name, state, starts_at,
                           scheduled_by, idempotency_key, idempotency_hash)
     values ($1, $2, $3, $4, $5, $6, 'scheduled', $7, $8, $9, $10) returning id`,
    [
      body.mailingId,
      group.id,
      group.name,
      filter.tree && JSON.stringify(filter.tree),
      filter.sentence && JSON.stringify(filter.sentence),
      filter.segmentName,
      startsAt,
      userId,
      body.idempotencyKey ?? null,
      body.idempotencyKey === undefined ? null : requestHash(body),
    ],
  );
  if (!row) throw new Error('insert into delivery returned no row');
  return row.id;
}

async function insertContent(tx: EntityManager, deliveryId: string, mailing: FrozenMailing): Promise<void> {
  await rowsOf(
    tx,
    `insert into delivery_content (delivery_id, format, subject, text_body, html_body, sender_email, sender_name,
                                   reply_to, track_links, track_opens, merge_keys)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      deliveryId,
      mailing.format,
      mailing.subject,
      mailing.textBody,
      mailing.htmlBody,
      mailing.senderEmail,
      mailing.senderName,
      mailing.replyTo,
      mailing.trackLinks,
      mailing.trackOpens,
      JSON.stringify(mailing.mergeKeys),
    ],
  );
  await rowsOf(
    tx,
    `insert into delivery_link (delivery_id, link_no, url, label)
     select $1::bigint, * from unnest($2::smallint[], $3::text[], $4::text[])`,
    [
      deliveryId,
      mailing.links.map((link) => link.linkNo),
      mailing.links.map((link) => link.url),
      mailing.links.map((link) => link.label),
    ],
  );
}

/** What makes two requests the same one (security.md 14). */
function requestHash({ mailingId, groupId, filter, segmentId, startsAt }: CreateDeliveryRequest): string {
  const segment = segmentId === undefined ? [] : [segmentId];
  return createHash('sha256')
    .update(JSON.stringify([mailingId, groupId, filter ?? null, startsAt ?? null, ...segment]))
    .digest('hex');
}
