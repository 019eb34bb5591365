import { ApiProperty } from '@nestjs/swagger';
import { CUSTOMER_STATUSES, type CustomerStatus } from '../customers/customer.types.js';
import { FIELD_VALUES_DOC, type FieldValues } from '../customers/field.types.js';
import { EnumField, IdField, IdListField, TextField } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/pagination.js';
import {
  DELIVERY_STATES,
  GROUP_COLOURS,
  STATE_CHANGE_ROUTES,
  type DeliveryState,
  type GroupColour,
  type StateChangeRoute,
} from './group.types.js';
import type { GroupRow, MemberRow, MembershipRow } from './groups.queries.js';

const MAX_NAME = 100;
const MAX_DESCRIPTION = 500;
/** Ids of one selection in the list. */
const MAX_SELECTION = 1000;

export class CreateGroupRequest {
  @TextField({ min: 1, max: MAX_NAME })
  name: string;

  @EnumField(GROUP_COLOURS, { optional: true, name: 'GroupColour' })
  colour?: GroupColour;

  @TextField({ optional: true, max: MAX_DESCRIPTION })
  description?: string;

  @IdField({ optional: true, nullable: true, description: 'the From address proposed for mailings of the group' })
  senderAddressId?: string | null;
}

export class UpdateGroupRequest {
  @TextField({ optional: true, min: 1, max: MAX_NAME })
  name?: string;

  @EnumField(GROUP_COLOURS, { optional: true, name: 'GroupColour' })
  colour?: GroupColour;

  @TextField({ optional: true, max: MAX_DESCRIPTION })
  description?: string;

  @IdField({ optional: true, nullable: true })
  senderAddressId?: string | null;
}

export class GroupSender {
  @ApiProperty()
  id: string;

  @ApiProperty()
  email: string;

  @ApiProperty()
  displayName: string;
}

/** Members by delivery state. */
export class MemberCounts {
  @ApiProperty({ type: 'integer' })
  total: number;

  @ApiProperty({ type: 'integer' })
  active: number;

  @ApiProperty({ type: 'integer' })
  stopped: number;

  @ApiProperty({ type: 'integer' })
  banned: number;
}

export class GroupResponse {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ enum: GROUP_COLOURS, enumName: 'GroupColour' })
  colour: GroupColour;

  @ApiProperty()
  description: string;

  @ApiProperty({ type: GroupSender, nullable: true })
  sender: GroupSender | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: MemberCounts })
  members: MemberCounts;
}

export function toGroupResponse(row: GroupRow): GroupResponse {
  return {
    id: row.id,
    name: row.name,
    colour: row.colour,
    description: row.description,
    sender: row.sender,
    createdAt: row.created_at.toISOString(),
    members: row.members,
  };
}

export class MemberListQuery extends PageQuery {
  @EnumField(DELIVERY_STATES, { optional: true, name: 'DeliveryState' })
  state?: DeliveryState;

  @TextField({ optional: true, max: 200, description: 'as q of the customer list' })
  q?: string;
}

export class GroupMemberResponse {
  @ApiProperty()
  customerId: string;

  @ApiProperty()
  email: string;

  @ApiProperty({ enum: CUSTOMER_STATUSES, enumName: 'CustomerStatus' })
  customerStatus: CustomerStatus;

  @ApiProperty(FIELD_VALUES_DOC)
  fields: FieldValues;

  @ApiProperty({ enum: DELIVERY_STATES, enumName: 'DeliveryState' })
  deliveryState: DeliveryState;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  stateChangedAt: string | null;

  @ApiProperty({
    type: String,
    enum: STATE_CHANGE_ROUTES,
    enumName: 'StateChangeRoute',
    nullable: true,
    description: 'how the state last changed (配信停止方法)',
  })
  stateChangedVia: StateChangeRoute | null;

  @ApiProperty({ type: String, nullable: true, description: 'the operator who did it' })
  stateChangedByName: string | null;

  @ApiProperty({ format: 'date-time' })
  joinedAt: string;

  @ApiProperty()
  joinedVia: string;
}

export function toGroupMemberResponse(row: MemberRow): GroupMemberResponse {
  return {
    customerId: row.customer_id,
    email: row.email,
    customerStatus: row.status,
    fields: row.field_values,
    ...membershipPart(row),
  };
}

/** One group a customer is in. */
export class MembershipResponse {
  @ApiProperty()
  groupId: string;

  @ApiProperty()
  groupName: string;

  @ApiProperty({ enum: GROUP_COLOURS, enumName: 'GroupColour' })
  groupColour: GroupColour;

  @ApiProperty({ enum: DELIVERY_STATES, enumName: 'DeliveryState' })
  deliveryState: DeliveryState;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  stateChangedAt: string | null;

  @ApiProperty({ type: String, enum: STATE_CHANGE_ROUTES, enumName: 'StateChangeRoute', nullable: true })
  stateChangedVia: StateChangeRoute | null;

  @ApiProperty({ type: String, nullable: true })
  stateChangedByName: string | null;

  @ApiProperty({ format: 'date-time' })
  joinedAt: string;

  @ApiProperty()
  joinedVia: string;
}

export class MembershipListResponse {
  @ApiProperty({ type: [MembershipResponse] })
  items: MembershipResponse[];
}

export function toMembershipResponse(row: MembershipRow): MembershipResponse {
  return { groupId: row.group_id, groupName: row.name, groupColour: row.colour, ...membershipPart(row) };
}

function membershipPart(
  row: MemberRow | MembershipRow,
): Pick<
  GroupMemberResponse,
  'deliveryState' | 'stateChangedAt' | 'stateChangedVia' | 'stateChangedByName' | 'joinedAt' | 'joinedVia'
> {
  return {
    deliveryState: row.delivery_state,
    stateChangedAt: row.state_changed_at?.toISOString() ?? null,
    stateChangedVia: row.state_changed_via,
    stateChangedByName: row.state_changed_by_name,
    joinedAt: row.joined_at.toISOString(),
    joinedVia: row.joined_via,
  };
}

/** Some customers by id; everything that a search finds goes in by a bulk operation. */
export class AddMembersRequest {
  @IdListField({ max: MAX_SELECTION })
  customerIds: string[];
}

export class AddMembersResponse {
  @ApiProperty({ type: 'integer' })
  addedCount: number;

  @ApiProperty({
    type: 'integer',
    description: 'of the added: stopped or banned at once, since they had opted out before',
  })
  heldBackCount: number;

  @ApiProperty({ type: 'integer', description: 'members before, whatever their delivery state; left as they are' })
  alreadyCount: number;
}

export class SetStateRequest {
  @EnumField(DELIVERY_STATES, { name: 'DeliveryState' })
  deliveryState: DeliveryState;
}
