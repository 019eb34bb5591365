import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import type { RunsIn } from '../platform/database/database.js';
import { deleteJoined, holdActiveMembers, insertMemberships, restoreMemberships } from './membership-undo.queries.js';
import type { JoinedAt, MembershipChange, MembershipImage, MembershipRefusal } from './membership-undo.types.js';

/** Takes back what an import did to memberships, in the caller's transaction. The history of changes shows it. */
@Injectable()
export class MembershipUndo {
  constructor(private readonly clock: Clock) {}

  /** Takes customers out of the group that they joined, where nobody has changed that since; returns who was taken out. */
  takeOut(where: RunsIn, joined: JoinedAt, userId: string | null): Promise<string[]> {
    return deleteJoined(where, joined, { userId, now: this.clock.now() });
  }

  /** Makes memberships what they were. The caller has seen, under the lock of the customers, that they are as they were left. */
  async restore(where: RunsIn, changes: readonly MembershipChange[], userId: string | null): Promise<void> {
    if (changes.length > 0) await restoreMemberships(where, changes, { userId, now: this.clock.now() });
  }

  /**
   * Gives customers who are back their memberships again, in groups that still exist; what was active and is refused
   * since comes back as the ledger says.
   */
  async putBack(
    where: RunsIn,
    memberships: readonly MembershipImage[],
    refusals: readonly MembershipRefusal[],
  ): Promise<void> {
    if (memberships.length === 0) return;
    await insertMemberships(where, memberships);
    if (refusals.length > 0) await holdActiveMembers(where, refusals, this.clock.now());
  }
}
