import { ApiProperty } from '@nestjs/swagger';
import { EnumField, IdField, IdListField, ObjectField, RecordField, TextField } from '../platform/http/fields.js';
import type { CustomerTarget } from './customer-targets.js';
import { CUSTOMER_TABS, type CustomerQuery, type CustomerTab } from './search/customer-query.js';

/** Ids of one selection in a list; "everything the search finds" goes by `all`. */
const MAX_SELECTION = 1000;
const MAX_QUERY = 200;

/** The words of groups/group.types.ts; customers lie below groups and cannot import them. */
const DELIVERY_STATES = ['active', 'stopped', 'banned'] as const;

/** The filter of a customer list, for acting on everything it finds; all that is given must hold. */
export class AllCustomersRequest {
  @TextField({ optional: true, max: MAX_QUERY, description: 'as q of the customer list' })
  q?: string;

  @EnumField(CUSTOMER_TABS, { optional: true, name: 'CustomerTab' })
  status?: CustomerTab;

  @IdField({ optional: true })
  groupId?: string;

  @EnumField(DELIVERY_STATES, {
    optional: true,
    name: 'DeliveryState',
    description: 'with groupId: only members in this delivery state',
  })
  groupState?: (typeof DELIVERY_STATES)[number];

  @RecordField({ optional: true, description: 'a condition tree' })
  conditions?: Record<string, unknown>;

  @IdField({ optional: true, description: 'a segment, whose conditions hold beside those given' })
  segmentId?: string;
}

/** Either some ids or everything a search finds. */
export class CustomerTargetRequest {
  @IdListField({ optional: true, max: MAX_SELECTION })
  customerIds?: string[];

  @ObjectField(() => AllCustomersRequest, { optional: true })
  all?: AllCustomersRequest;
}

export class CustomerTargetResponse {
  @ApiProperty({ type: 'integer', nullable: true, description: 'how many were chosen by id; null: by a search' })
  selectedCount: number | null;

  @ApiProperty({ type: AllCustomersRequest, nullable: true, description: 'the search; null: chosen by id' })
  all: CustomerQuery | null;
}

export function toTargetResponse(target: CustomerTarget): CustomerTargetResponse {
  return 'query' in target
    ? { selectedCount: null, all: target.query }
    : { selectedCount: target.customerIds.length, all: null };
}
