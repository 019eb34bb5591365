import { ApiProperty } from '@nestjs/swagger';
import { IntField, TextField } from '../platform/http/fields.js';
import { CUSTOMER_FIELD_LIMITS, TIME_ZONE, type Settings } from './settings.service.js';

const FIELD_LIMIT_DOC = 'how many customer fields may be in use; those there are stay when it is lowered';

export class ChangeSettingsRequest {
  @TextField({ optional: true, max: 100 })
  organisationName?: string;

  @TextField({ optional: true, max: 300 })
  postalAddress?: string;

  @TextField({ optional: true, max: 300 })
  contact?: string;

  @IntField({ optional: true, ...CUSTOMER_FIELD_LIMITS, description: FIELD_LIMIT_DOC })
  maxCustomerFields?: number;
}

export class SettingsResponse {
  @ApiProperty({ type: String, description: 'who sends; shown on unsubscribe pages; empty until set' })
  organisationName: string;

  @ApiProperty({ type: String })
  postalAddress: string;

  @ApiProperty({ type: String, description: 'where questions and complaints go' })
  contact: string;

  @ApiProperty({ type: 'integer', description: FIELD_LIMIT_DOC })
  maxCustomerFields: number;

  @ApiProperty({ type: String, example: TIME_ZONE })
  timeZone: string;
}

export function toSettingsResponse(settings: Settings): SettingsResponse {
  return {
    organisationName: settings.organisationName,
    postalAddress: settings.postalAddress,
    contact: settings.contact,
    maxCustomerFields: settings.maxCustomerFields,
    timeZone: TIME_ZONE,
  };
}
