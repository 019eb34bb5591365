import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { rowsIn, type RunsIn } from '../platform/database/database.js';

/** One in so many deleted addresses is remembered. */
const SAMPLE_OF = 16;
/** Deletions are remembered for so long. */
export const MEMORY_DAYS = 30;
const DAY_MS = 86_400_000;

/** Whether an address is one of the remembered kind: hashes spread evenly, so their first byte draws the lot. */
export function isSampled(hash: Buffer): boolean {
  return (hash[0] ?? 0) < 256 / SAMPLE_OF;
}

/**
 * Notices the laundering of lists (洗い替え運用, G-10): deleting customers and uploading them again. It wipes error counts
 * and joins; opt-outs survive it (J-36). Noticed in order to be explained, not punished.
 */
@Injectable()
export class LaunderingDetector {
  constructor(private readonly clock: Clock) {}

  /** Whether anybody was deleted lately at all: one look, which saves an import the hashing of its rows. */
  async isWatching(where: RunsIn): Promise<boolean> {
    const [row] = await rowsIn<{ any: boolean }>(
      where,
      'select exists (select from deleted_address_sample where deleted_at >= $1) as any',
      [this.since()],
    );
    return row?.any ?? false;
  }

  /**
   * About how many of newly registered addresses had been deleted within the last 30 days, from their hashes
   * (AddressHasher). Estimates of several sets may be added up: they neither favour nor forget anybody.
   */
  async look(where: RunsIn, hashesOfRegistered: readonly Buffer[]): Promise<number> {
    const sampled = hashesOfRegistered.filter(isSampled);
    if (sampled.length === 0) return 0;
    const [row] = await rowsIn<{ count: number }>(
      where,
      `select count(*)::int as count from unnest($1::bytea[]) as hash
        cross join lateral (
          select from deleted_address_sample where address_hash = hash and deleted_at >= $2 offset 0) s`,
      [sampled, this.since()],
    );
    return (row?.count ?? 0) * SAMPLE_OF;
  }

  /** Exactly how many customers were deleted in the days that are remembered. */
  async deletedLately(where: RunsIn): Promise<number> {
    const [row] = await rowsIn<{ count: string }>(
      where,
      `select coalesce(sum(deleted_count), 0) as count from customer_deletion_day
        where day >= ($1::timestamptz at time zone 'Asia/Tokyo')::date`,
      [this.since()],
    );
    return Number(row?.count ?? 0);
  }

  private since(): Date {
    return new Date(this.clock.now().getTime() - MEMORY_DAYS * DAY_MS);
  }
}
