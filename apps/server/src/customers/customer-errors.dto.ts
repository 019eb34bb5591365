import { ApiProperty } from '@nestjs/swagger';
import { ERROR_KINDS, ERROR_WEIGHTS, type ErrorKind, type ErrorWeight } from './customer-error.types.js';
import type { ErrorRow } from './customer-errors.queries.js';
import type { AddressHealth } from './customer-errors.service.js';
import { CUSTOMER_STATUSES, type CustomerStatus } from './customer.types.js';

export class CustomerErrorResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ enum: ERROR_KINDS, enumName: 'ErrorKind' })
  kind: ErrorKind;

  @ApiProperty({
    enum: ERROR_WEIGHTS,
    enumName: 'ErrorWeight',
    nullable: true,
    description: 'how it counted against the address; null: it did not',
  })
  countsAs: ErrorWeight | null;

  @ApiProperty({ type: String, nullable: true, description: 'the words of the receiving server, or of SES' })
  answer: string | null;

  @ApiProperty({ format: 'date-time' })
  occurredAt: string;

  @ApiProperty({ description: 'the delivery of the mail' })
  deliveryId: string;

  @ApiProperty({ type: String, nullable: true, description: 'its subject; null once the delivery is gone' })
  subject: string | null;
}

/** A request to take an address off the suppression list of SES. */
export class SuppressionLiftResponse {
  @ApiProperty({ description: 'the address at the time of the reset' })
  email: string;

  @ApiProperty({ format: 'date-time' })
  requestedAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: not yet, it is tried again' })
  liftedAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'what SES said last, when it was not lifted' })
  trouble: string | null;
}

export class AddressHealthResponse {
  @ApiProperty({ enum: CUSTOMER_STATUSES, enumName: 'CustomerStatus' })
  status: CustomerStatus;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  statusChangedAt: string | null;

  @ApiProperty({ type: 'integer', description: 'errors that count, of any kind, since the last reset' })
  errorCount: number;

  @ApiProperty({ type: 'integer', description: 'those of them that were hard' })
  hardErrorCount: number;

  @ApiProperty({ type: 'integer', description: 'so many hard errors take the customer to status error' })
  hardErrorLimit: number;

  @ApiProperty({ type: 'integer', description: 'so many errors of any kind do' })
  softErrorLimit: number;

  @ApiProperty({ type: SuppressionLiftResponse, nullable: true, description: 'null: the customer was never reset' })
  suppressionLift: SuppressionLiftResponse | null;
}

export function toCustomerErrorResponse(row: ErrorRow): CustomerErrorResponse {
  return {
    id: row.id,
    kind: row.kind,
    countsAs: row.counts_as,
    answer: row.answer,
    occurredAt: row.occurred_at.toISOString(),
    deliveryId: row.delivery_id,
    subject: row.subject,
  };
}

export function toAddressHealthResponse({ customer, limits, lift }: AddressHealth): AddressHealthResponse {
  return {
    status: customer.status,
    statusChangedAt: customer.statusChangedAt?.toISOString() ?? null,
    errorCount: customer.errorCount,
    hardErrorCount: customer.hardErrorCount,
    hardErrorLimit: limits.hardErrorLimit,
    softErrorLimit: limits.softErrorLimit,
    suppressionLift: lift && {
      email: lift.email,
      requestedAt: lift.requestedAt.toISOString(),
      liftedAt: lift.liftedAt?.toISOString() ?? null,
      trouble: lift.trouble,
    },
  };
}
