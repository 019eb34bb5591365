import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, IntField, TextField } from '../platform/http/fields.js';
import { CUSTOMER_FIELD_LIMITS, TIME_ZONE, type Settings } from './settings.service.js';

const FIELD_LIMIT_DOC = 'how many customer fields may be in use; those there are stay when it is lowered';

const MOST_ERRORS = 10;

/** A hundred times what the system is measured at. */
const MAX_CUSTOMERS = 100_000_000;

export class ChangeSettingsRequest {
  @TextField({ optional: true, max: 100 })
  organisationName?: string;

  @TextField({ optional: true, max: 300 })
  postalAddress?: string;

  @TextField({ optional: true, max: 300 })
  contact?: string;

  @IntField({
    optional: true,
    nullable: true,
    min: 0,
    max: MAX_CUSTOMERS,
    description: 'how many customers there may be; null: no limit',
  })
  customerLimit?: number | null;

  @IntField({
    optional: true,
    min: 1,
    max: 30,
    description: 'consents of deleted customers are kept for so many years after the last mail (J-33)',
  })
  consentRetentionYears?: number;

  @IntField({ optional: true, ...CUSTOMER_FIELD_LIMITS, description: FIELD_LIMIT_DOC })
  maxCustomerFields?: number;

  @BooleanField({ optional: true })
  syncDeliveryStates?: boolean;

  @IntField({ optional: true, min: 1, max: MOST_ERRORS })
  hardErrorLimit?: number;

  @IntField({ optional: true, min: 1, max: MOST_ERRORS })
  softErrorLimit?: number;
}

export class SettingsResponse {
  @ApiProperty({ type: String, description: 'who sends; shown on unsubscribe pages; empty until set' })
  organisationName: string;

  @ApiProperty({ type: String })
  postalAddress: string;

  @ApiProperty({ type: String, description: 'where questions and complaints go' })
  contact: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'how many customers there may be; null: no limit' })
  customerLimit: number | null;

  @ApiProperty({ type: 'integer' })
  consentRetentionYears: number;

  @ApiProperty({ type: 'integer', description: FIELD_LIMIT_DOC })
  maxCustomerFields: number;

  @ApiProperty({ type: String, example: TIME_ZONE })
  timeZone: string;

  @ApiProperty({ type: Boolean, description: 'one delivery state for all groups of a customer (C-13)' })
  syncDeliveryStates: boolean;

  @ApiProperty({ type: 'integer', description: 'so many hard errors take a customer to status error' })
  hardErrorLimit: number;

  @ApiProperty({ type: 'integer', description: 'so many errors of any kind do' })
  softErrorLimit: number;
}

export function toSettingsResponse(settings: Settings): SettingsResponse {
  return {
    organisationName: settings.organisationName,
    postalAddress: settings.postalAddress,
    contact: settings.contact,
    customerLimit: settings.customerLimit,
    consentRetentionYears: settings.consentRetentionYears,

    maxCustomerFields: settings.maxCustomerFields,
    timeZone: TIME_ZONE,
    syncDeliveryStates: settings.syncDeliveryStates,
    hardErrorLimit: settings.hardErrorLimit,
    softErrorLimit: settings.softErrorLimit,
  };
}
