import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { EnumField, IdField, ObjectField, RecordField, TextField } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/pagination.js';
import { suggestAddress } from './address.js';
import { ConsentRequest } from './consent.dto.js';
import {
  CUSTOMER_STATUSES,
  REGISTRATION_ROUTES,
  type CustomerStatus,
  type RegistrationRoute,
} from './customer.types.js';
import type { CustomerRow } from './customers.queries.js';
import { FIELD_VALUES_DOC, type FieldValues } from './field.types.js';
import { CUSTOMER_TABS, type CustomerTab } from './search/customer-query.js';

/** The longest address text worth looking at: RFC 5321 allows 254, the rest is white space to trim. */
const MAX_EMAIL_INPUT = 400;
const MAX_QUERY = 200;
const MAX_CONDITIONS_JSON = 20_000;

/** The words of groups/group.types.ts; customers lie below groups and cannot import them. */
const DELIVERY_STATES = ['active', 'stopped', 'banned'] as const;

export class CreateCustomerRequest {
  @TextField({ max: MAX_EMAIL_INPUT })
  email: string;

  @RecordField({
    optional: true,
    description: 'field id → text as typed, a number, true or false, a list of choice ids or labels, or null for none',
  })
  fields?: Record<string, unknown>;

  @ObjectField(() => ConsentRequest, { optional: true, description: 'recorded together with the customer (J-33)' })
  consent?: ConsentRequest;
}

export class UpdateCustomerRequest {
  @TextField({ optional: true, max: MAX_EMAIL_INPUT })
  email?: string;

  @RecordField({ optional: true, description: 'only the fields named here change; null or empty text blanks one' })
  fields?: Record<string, unknown>;
}

/** Which customers are meant. */
export class CustomerFilterQuery {
  @TextField({
    optional: true,
    max: MAX_QUERY,
    description: 'words, each found in the address or in a searchable field; width and case do not matter',
  })
  q?: string;

  @EnumField(CUSTOMER_TABS, { optional: true, name: 'CustomerTab', description: 'stopped: in at least one group' })
  status?: CustomerTab;

  @IdField({ optional: true })
  groupId?: string;

  @TextField({
    optional: true,
    max: MAX_CONDITIONS_JSON,
    description:
      'a condition tree as JSON: {"all": [...]} or {"any": [...]}; a part is {field, op, value, to, values}, {kind, ...} or a tree',
  })
  conditions?: string;

  @IdField({ optional: true, description: 'a segment, whose conditions hold beside those given' })
  segmentId?: string;
}

export class CustomerListQuery extends IntersectionType(CustomerFilterQuery, PageQuery) {}

export class GroupOfCustomerResponse {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty()
  colour: string;

  @ApiProperty({ enum: DELIVERY_STATES, enumName: 'DeliveryState' })
  deliveryState: (typeof DELIVERY_STATES)[number];
}

export class CustomerResponse {
  @ApiProperty()
  id: string;

  @ApiProperty()
  email: string;

  @ApiProperty({ enum: CUSTOMER_STATUSES, enumName: 'CustomerStatus' })
  status: CustomerStatus;

  @ApiProperty({ type: 'integer' })
  errorCount: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  statusChangedAt: string | null;

  @ApiProperty({ enum: REGISTRATION_ROUTES, enumName: 'RegistrationRoute' })
  registeredVia: RegistrationRoute;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  @ApiProperty(FIELD_VALUES_DOC)
  fields: FieldValues;

  @ApiProperty({ type: [GroupOfCustomerResponse] })
  groups: GroupOfCustomerResponse[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'the address that was probably meant when the domain looks mistyped',
  })
  suggestedEmail: string | null;
}

export function toCustomerResponse(row: CustomerRow): CustomerResponse {
  return {
    id: row.id,
    email: row.email,
    status: row.status,
    errorCount: row.error_count,
    statusChangedAt: row.status_changed_at?.toISOString() ?? null,
    registeredVia: row.registered_via,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    fields: row.field_values,
    groups: row.groups,
    suggestedEmail: suggestAddress(row.email),
  };
}

/** How many customers each tab of the list holds. */
export class StatusCountsResponse {
  @ApiProperty({ type: 'integer' })
  all: number;

  @ApiProperty({ type: 'integer' })
  ok: number;

  @ApiProperty({ type: 'integer' })
  error: number;

  @ApiProperty({ type: 'integer', description: 'stopped in at least one group' })
  stopped: number;
}

/** How many customers there are and may be. */
export class RecordCountResponse {
  @ApiProperty({ type: 'integer' })
  count: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'how many there may be; null: no limit' })
  limit: number | null;

  @ApiProperty({ type: 'integer', description: 'the most there were at any moment of this month of Japan' })
  monthPeak: number;
}
