import { Injectable } from '@nestjs/common';
import { DeliveryService, type FirstHit } from '../delivery/delivery.service.js';
import { Database } from '../platform/database/database.js';
import { GroupCommit } from '../platform/database/group-commit.js';
import type { Hit } from './hit.types.js';
import { hitStatement, hitValues } from './hits.queries.js';
import { onClick } from './on-click.js';
import { onOpen } from './on-open.js';

/** Hits of one commit; more wait for the next. */
const MOST_PER_COMMIT = 1_000;
/** Hits waiting beyond this are turned away: the database is gone or far too slow. */
const MOST_WAITING = 20_000;

/** Hits of one lane are written together; `noted` are those that count for nobody. */
type Lane = FirstHit | 'noted';

/**
 * Writes opens and clicks before they are answered, in one statement for all that came while the one before was under
 * way. One lane for each column that may change: see DeliveryService.firstHitsSql.
 */
@Injectable()
export class HitRecorder {
  private readonly lanes: Readonly<Record<Lane, GroupCommit<Hit>>>;

  constructor(
    private readonly db: Database,
    private readonly delivery: DeliveryService,
  ) {
    this.lanes = {
      opened: this.lane('opened'),
      mppOpened: this.lane('mppOpened'),
      clicked: this.lane('clicked'),
      noted: this.lane('noted'),
    };
  }

  /** Returns when the hit is committed; throws when it is not known to be. */
  async record(hit: Hit): Promise<void> {
    const lane = this.lanes[laneOf(hit)];
    if (lane.waitingCount >= MOST_WAITING) throw new Error('too many hits wait for the database');
    await lane.add(hit);
  }

  private lane(name: Lane): GroupCommit<Hit> {
    const text = hitStatement(name === 'noted' ? null : this.delivery.firstHitsSql(name));
    const write = async (hits: readonly Hit[]): Promise<void> => {
      await this.db.pool.query({ name: `tracking-hits-${name}`, text, values: hitValues(hits) });
    };
    return new GroupCommit(write, { most: MOST_PER_COMMIT, concurrency: 1 });
  }
}

const laneOf = (hit: Hit): Lane => (hit.kind === 'clicked' ? onClick(hit.visitor) : onOpen(hit.visitor)) ?? 'noted';
