import { Injectable } from '@nestjs/common';
import { LinkTokens, type DeliveryCustomer } from '@kubari/link-token';
import { DeliveryService } from '../delivery/delivery.service.js';
import { GroupsService, type StopResult } from '../groups/groups.service.js';
import { MembershipChanges } from '../groups/membership-changes.service.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { findFormerCustomer, findSubscription, type Subscription } from './unsubscribe.queries.js';

const HOUR_MS = 3_600_000;
/** How long the page offers to take a stop back. */
const UNDO_WITHIN_MS = 24 * HOUR_MS;

/**
 * What an unsubscribe link does. The token names delivery and customer, so that the link of a mail works for years, also
 * after retention removed the recipient's row.
 */
@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly db: Database,
    private readonly tokens: LinkTokens,
    private readonly delivery: DeliveryService,
    private readonly groups: GroupsService,
    private readonly memberships: MembershipChanges,
    private readonly clock: Clock,
  ) {}

  /** Whose link it is and how things stand; null for a token we did not make, or when the customer is gone. */
  async look(token: string): Promise<Subscription | null> {
    const link = this.tokens.readUnsubscribe(token);
    return link && findSubscription(this.db.manager, link);
  }

  /**
   * 配信停止 of the group of that delivery. A second time changes nothing and keeps the date (security.md 6). Recipients
   * are locked before customers, as events do it.
   */
  async stop(token: string, via: 'one_click' | 'unsubscribe_page'): Promise<StopResult> {
    const link = this.tokens.readUnsubscribe(token);
    const subscription = link && (await findSubscription(this.db.manager, link));
    const groupId = subscription?.groupId ?? null;
    if (!link) return 'not-a-member';
    if (groupId === null) return this.refuseFormer(link);
    return this.db.tx(async (tx) => {
      if (subscription?.state === 'active')
        await this.delivery.markUnsubscribed(tx, [{ ...link, at: this.clock.now() }]);
      return this.groups.stop(tx, { ...link, groupId, via });
    });
  }

  /** Somebody who was deleted still says no: noted, so that registering the address again brings no mail (J-36). */
  private async refuseFormer(link: DeliveryCustomer): Promise<StopResult> {
    const former = await findFormerCustomer(this.db.manager, link);
    if (former) await this.memberships.noteRefusalOf(this.db.manager, former.email, former.groupId);
    return 'not-a-member';
  }

  /** Takes back a stop that the recipient made by a link within the last day; false when there is none. */
  async undo(token: string): Promise<boolean> {
    const link = this.tokens.readUnsubscribe(token);
    const groupId = (link && (await findSubscription(this.db.manager, link)))?.groupId ?? null;
    if (!link || groupId === null) return false;
    const key = { ...link, groupId };
    const since = new Date(this.clock.now().getTime() - UNDO_WITHIN_MS);
    return this.db.tx(async (tx) => {
      const stop = await this.memberships.findOwnStop(tx, key, since);
      if (stop?.deliveryId) await this.delivery.unmarkUnsubscribed(tx, { ...link, deliveryId: stop.deliveryId });
      return this.memberships.undoOwnStop(tx, key, since);
    });
  }

  /** Whether `undo` would still work. */
  mayUndo({ ownStopAt }: Subscription): boolean {
    return ownStopAt !== null && this.clock.now().getTime() - ownStopAt.getTime() <= UNDO_WITHIN_MS;
  }
}
