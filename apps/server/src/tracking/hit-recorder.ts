import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DeliveryService, type RecipientHit } from '../delivery/delivery.service.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { GroupCommit } from '../platform/database/group-commit.js';
import type { Hit } from './hit.types.js';
import { onClick } from './on-click.js';
import { onMppOpen, onOpen } from './on-open.js';

/** Hits of one commit; more wait for the next. */
const MOST_PER_COMMIT = 1_000;
/** Hits waiting beyond this are turned away: the database is gone or far too slow. */
const MOST_WAITING = 20_000;

const LANES = ['opened', 'mppOpened', 'clicked', 'noted'] as const;
type Lane = (typeof LANES)[number];

/**
 * Writes opens and clicks before they are answered. Requests that come while a commit is under way share the next one.
 * One lane for each column that may change: a transaction that marked two kinds would lock recipients after batches,
 * and could deadlock with events (see delivery/recipient-outcomes.queries.ts).
 */
@Injectable()
export class HitRecorder {
  private readonly lanes: Readonly<Record<Lane, GroupCommit<Hit>>>;

  constructor(
    private readonly db: Database,
    private readonly delivery: DeliveryService,
  ) {
    const lane = (name: Lane): GroupCommit<Hit> =>
      new GroupCommit((hits) => this.write(name, hits), { most: MOST_PER_COMMIT, concurrency: 1 });
    this.lanes = {
      opened: lane('opened'),
      mppOpened: lane('mppOpened'),
      clicked: lane('clicked'),
      noted: lane('noted'),
    };
  }

  /** Returns when the hit is committed; throws when it is not known to be. */
  async record(hit: Hit): Promise<void> {
    const lane = this.lanes[laneOf(hit)];
    if (lane.waitingCount >= MOST_WAITING) throw new Error('too many hits wait for the database');
    await lane.add(hit);
  }

  private async write(lane: Lane, hits: readonly Hit[]): Promise<void> {
    await this.db.tx(async (tx) => {
      await insertHits(tx, hits);
      if (lane === 'opened') await this.delivery.markOpened(tx, inOrder(onOpen(hits)));
      if (lane === 'mppOpened') await this.delivery.markMppOpened(tx, inOrder(onMppOpen(hits)));
      if (lane === 'clicked') await this.delivery.markClicked(tx, inOrder(onClick(hits)));
    });
  }
}

function laneOf(hit: Hit): Lane {
  if (onClick([hit]).length > 0) return 'clicked';
  if (onOpen([hit]).length > 0) return 'opened';
  return onMppOpen([hit]).length > 0 ? 'mppOpened' : 'noted';
}

const inOrder = (hits: RecipientHit[]): RecipientHit[] => hits.sort((a, b) => a.at.getTime() - b.at.getTime());

/** Only for recipients that still exist: a click years later must not bring back what retention removed. */
async function insertHits(tx: EntityManager, hits: readonly Hit[]): Promise<void> {
  await rowsOf(
    tx,
    `insert into tracking_event (recipient_id, delivery_id, kind, occurred_at, link_no, visitor, user_agent, ip)
     select h.* from unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[], $5::smallint[], $6::text[],
                            $7::text[], $8::text[])
                     as h (recipient_id, delivery_id, kind, at, link_no, visitor, user_agent, ip)
      where exists (select from delivery_recipient r where r.id = h.recipient_id)`,
    [
      hits.map((h) => h.recipientId),
      hits.map((h) => h.deliveryId),
      hits.map((h) => h.kind),
      hits.map((h) => h.at),
      hits.map((h) => h.linkNo),
      hits.map((h) => h.visitor),
      hits.map((h) => h.userAgent),
      hits.map((h) => h.ip),
    ],
  );
}
