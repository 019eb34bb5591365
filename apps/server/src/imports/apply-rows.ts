import type { PoolClient } from 'pg';
import type { CustomerUpsertService, UpsertMode, UpsertResult } from '../customers/customer-upsert.service.js';
import type { MembershipChanges, Joined } from '../groups/membership-changes.service.js';
import type { ChunkPlan } from './chunk-plan.js';
import type { OutcomeDetail } from './import.types.js';
import { OUTCOMES, type OutcomeName } from './row-outcome.js';

/** The outcome byte of every row of a chunk, and what some of them have to say beyond it. */
export interface ChunkOutcomes {
  readonly codes: Buffer;
  readonly details: Record<string, OutcomeDetail>;
}

export interface ApplyRegister extends UpsertMode {
  readonly groupId: string | null;
}

/** Registers the rows of a chunk and joins them to the group, inside the open transaction of `client`. */
export async function applyRegister(
  services: { upserts: CustomerUpsertService; memberships: MembershipChanges },
  client: PoolClient,
  plan: ChunkPlan,
  rowCount: number,
  mode: ApplyRegister,
): Promise<ChunkOutcomes> {
  const results = plan.customers.length > 0 ? await services.upserts.upsert(client, plan.customers, mode) : [];
  const joined = mode.groupId ? await joinAll(services.memberships, client, results, mode, mode.groupId) : null;
  const codes = Buffer.alloc(rowCount);
  const details: Record<string, OutcomeDetail> = {};
  for (const { row, checked } of plan.refused) {
    codes[row] = checked.code;
    if (checked.detail) details[row] = checked.detail;
  }
  plan.customers.forEach((customer, i) => {
    const result = results[i] as UpsertResult;
    const join = joined && result.customerId ? (joined.get(result.customerId) ?? null) : null;
    customer.rows.forEach((row, nth) => {
      const name = outcomeOf(result, join, nth, mode.overwrite);
      codes[row] = OUTCOMES[name].code;
      if (name === 'fieldRequired') details[row] = { field: customer.lacks ?? '' };
    });
  });
  return { codes, details };
}

async function joinAll(
  memberships: MembershipChanges,
  client: PoolClient,
  results: readonly UpsertResult[],
  mode: ApplyRegister,
  groupId: string,
): Promise<Map<string, Joined>> {
  const ids = results.flatMap((result) => result.customerId ?? []);
  return memberships.join(client, groupId, ids, mode.via);
}

/** The outcome of the nth row of a customer (0 = its first in the chunk): C-34, C-35. */
function outcomeOf(result: UpsertResult, join: Joined | null, nth: number, overwrite: boolean): OutcomeName {
  if (result.result === 'lacking') return 'fieldRequired';
  if (nth > 0 && !overwrite) return 'twiceInFile';
  if (result.result === 'registered_by_this_import') return 'twiceInFile';
  if (join && join.deliveryState !== 'active') return 'keptStopped';
  if (result.result === 'registered' && nth === 0) return 'registered';
  if (result.result === 'registered' || result.result === 'overwritten') return 'overwritten';
  return join?.isNew ? 'joinedGroup' : 'alreadyRegistered';
}
