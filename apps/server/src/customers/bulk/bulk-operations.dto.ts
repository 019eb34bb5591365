import { ApiProperty } from '@nestjs/swagger';
import { EnumField, IntField, ObjectField, RecordField } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/pagination.js';
import {
  BULK_OPERATION_KINDS,
  BULK_OPERATION_STATES,
  type BulkOperationKindName,
  type BulkOperationState,
} from '../bulk-operation.types.js';
import { CustomerTargetRequest, CustomerTargetResponse, toTargetResponse } from '../customer-target.dto.js';
import { toTarget } from '../customer-targets.js';
import type { OperationRow } from './bulk-operations.queries.js';

export class CreateBulkOperationRequest {
  @EnumField(BULK_OPERATION_KINDS, { name: 'BulkOperationKind' })
  kind: BulkOperationKindName;

  @RecordField({
    optional: true,
    description:
      'add_to_group, remove_from_group: {groupId}; set_state: {deliveryState, groupId}, without groupId in every group of the customer; delete: none',
  })
  params?: Record<string, unknown>;

  @ObjectField(() => CustomerTargetRequest)
  target: CustomerTargetRequest;

  @IntField({
    optional: true,
    min: 0,
    max: 2_000_000_000,
    description: 'refused with 409 when another number of customers is found; needed to delete by a search',
  })
  expectedCount?: number;
}

export class BulkOperationListQuery extends PageQuery {}

export class BulkOperationGroup {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: String, nullable: true, description: 'null: the group is gone' })
  name: string | null;
}

export class BulkOperationResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ enum: BULK_OPERATION_KINDS, enumName: 'BulkOperationKind' })
  kind: BulkOperationKindName;

  @ApiProperty({ enum: BULK_OPERATION_STATES, enumName: 'BulkOperationState' })
  state: BulkOperationState;

  @ApiProperty({ type: BulkOperationGroup, nullable: true })
  group: BulkOperationGroup | null;

  @ApiProperty({ type: String, nullable: true, description: 'of set_state' })
  deliveryState: string | null;

  @ApiProperty({ type: CustomerTargetResponse })
  target: CustomerTargetResponse;

  @ApiProperty({ type: 'integer', description: 'customers found when it was ordered' })
  totalCount: number;

  @ApiProperty({ type: 'integer', description: 'customers gone through' })
  doneCount: number;

  @ApiProperty({ type: 'integer' })
  changedCount: number;

  @ApiProperty({ type: 'integer', description: 'were so before' })
  alreadyCount: number;

  @ApiProperty({
    type: 'integer',
    description: 'of the changed: in the group, but not mailed, since they had opted out before',
  })
  heldBackCount: number;

  @ApiProperty({ type: 'integer', description: 'gone through, but not concerned: not in the group, for example' })
  leftOutCount: number;

  @ApiProperty({ type: String, nullable: true, description: 'why it failed, a stable code' })
  failure: string | null;

  @ApiProperty({ type: String, nullable: true })
  createdByName: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;
}

export function toBulkOperationResponse(row: OperationRow): BulkOperationResponse {
  const { groupId, deliveryState } = row.params;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    group: groupId === undefined ? null : { id: groupId, name: row.group_name },
    deliveryState: typeof deliveryState === 'string' ? deliveryState : null,
    target: toTargetResponse(toTarget(row.query, row.customer_ids)),
    totalCount: row.total_count,
    doneCount: row.done_count,
    changedCount: row.changed_count,
    alreadyCount: row.already_count,
    heldBackCount: row.held_back_count,
    leftOutCount: row.done_count - row.changed_count - row.already_count,
    failure: row.failure,
    createdByName: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
