import { ApiProperty } from '@nestjs/swagger';
import { IntField, TextField } from '../platform/http/fields.js';
import { TIME_ZONE, type Settings } from './settings.service.js';

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

  @ApiProperty({ type: String, example: TIME_ZONE })
  timeZone: string;
}

export function toSettingsResponse(settings: Settings): SettingsResponse {
  return {
    organisationName: settings.organisationName,
    postalAddress: settings.postalAddress,
    contact: settings.contact,
    customerLimit: settings.customerLimit,
    consentRetentionYears: settings.consentRetentionYears,
    timeZone: TIME_ZONE,
  };
}
