import type { EntityManager } from 'typeorm';
import type { Permission } from '../users/permissions.js';

/** Every kind of bulk operation; boot fails when a module registers another one or one is missing. */
export const BULK_OPERATION_KINDS = ['delete', 'add_to_group', 'remove_from_group', 'set_state'] as const;
export type BulkOperationKindName = (typeof BULK_OPERATION_KINDS)[number];

export const BULK_OPERATION_STATES = ['queued', 'running', 'finished', 'failed', 'canceled'] as const;
export type BulkOperationState = (typeof BULK_OPERATION_STATES)[number];

/** What a kind needs to know beside the customers; stored as JSON. `groupId` is shown by the group's name. */
export type BulkParams = Readonly<Record<string, unknown>> & { readonly groupId?: string | undefined };

/** Some customers of an operation, in one transaction. They exist, match and are locked as the kind says. */
export interface BulkBatch<Params extends BulkParams = BulkParams> {
  readonly customerIds: readonly string[];
  readonly params: Params;
  /** who ordered the operation */
  readonly userId: string | null;
}

/** What became of a batch, in customers; who is in neither number was left out (not in the group, for example). */
export interface BulkResult {
  readonly changedCount: number;
  /** were so before */
  readonly alreadyCount: number;
  /** of the changed: in a group, but not mailed, since they had opted out before (J-36) */
  readonly heldBackCount?: number;
}

/** One thing that can be done to many customers; the module that owns the data registers it with BulkOperationKinds. */
export interface BulkOperationKind<Params extends BulkParams = BulkParams> {
  readonly kind: BulkOperationKindName;
  /** who may order and cancel it */
  readonly permission: Permission;
  /** customers of one transaction: as many as take well below a second */
  readonly batchSize: number;
  /** `key share` keeps the customers from being deleted meanwhile, `update` keeps everybody else away from them */
  readonly lock: 'key share' | 'update';
  /** it cannot be undone: ordered by a search, it needs the number of customers that was agreed to */
  readonly mustBeExpected: boolean;
  /** the params as they are stored; throws 422 or 404 when they are wrong */
  readParams(input: Readonly<Record<string, unknown>>): Promise<Params>;
  /** must be safe to be rolled back and done again; throws an AppError when the operation as a whole cannot go on */
  apply(tx: EntityManager, batch: BulkBatch<Params>): Promise<BulkResult>;
}
