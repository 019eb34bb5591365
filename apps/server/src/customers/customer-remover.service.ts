import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { rowsIn, type RunsIn } from '../platform/database/database.js';
import { OptOutLedger } from './opt-out-ledger.service.js';

/** The one place that deletes customers, singly or in sets, where the caller's transaction is. */
@Injectable()
export class CustomerRemover {
  constructor(
    private readonly ledger: OptOutLedger,
    private readonly clock: Clock,
  ) {}

  /**
   * Deletes those of the ids that exist, with memberships and error count (C-03). Their stops and bans stay in the
   * opt-out ledger, those too that are older than the ledger (J-36). Returns the deleted ids.
   */
  async remove(where: RunsIn, ids: readonly string[]): Promise<string[]> {
    // locked in the order of ids, so that two deletions never wait for each other in a circle
    const doomed = await rowsIn<{ id: string }>(
      where,
      'select id from customer where id = any ($1::bigint[]) order by id for update',
      [ids],
    );
    const doomedIds = doomed.map((row) => row.id);
    if (doomedIds.length === 0) return [];
    await this.ledger.record(where, await readOptOutsOf(where, doomedIds), this.clock.now());
    await rowsIn(where, 'delete from customer where id = any ($1::bigint[])', [doomedIds]);
    return doomedIds;
  }
}

/** The memberships that are stopped or banned, as the ledger holds them. Reads the groups' table; only groups write it. */
function readOptOutsOf(
  where: RunsIn,
  ids: readonly string[],
): Promise<Parameters<OptOutLedger['record']>[1][number][]> {
  return rowsIn(
    where,
    `select c.email_normalised as "emailNormalised",
            case when by_complaint then 'account' else 'group' end as scope, m.group_id as "scopeId",
            case when by_complaint then 'complained' else m.delivery_state end as reason
       from group_membership m join customer c on c.id = m.customer_id
      cross join lateral (
        select m.delivery_state = 'stopped' and m.state_changed_via = 'complaint' as by_complaint) how
      where m.customer_id = any ($1::bigint[]) and m.delivery_state <> 'active'`,
    [ids],
  );
}
