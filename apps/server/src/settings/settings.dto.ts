import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../platform/http/fields.js';
import { TIME_ZONE, type Settings } from './settings.service.js';

export class ChangeSettingsRequest {
  @TextField({ optional: true, max: 100 })
  organisationName?: string;

  @TextField({ optional: true, max: 300 })
  postalAddress?: string;

  @TextField({ optional: true, max: 300 })
  contact?: string;
}

export class SettingsResponse {
  @ApiProperty({ type: String, description: 'who sends; shown on unsubscribe pages; empty until set' })
  organisationName: string;

  @ApiProperty({ type: String })
  postalAddress: string;

  @ApiProperty({ type: String, description: 'where questions and complaints go' })
  contact: string;

  @ApiProperty({ type: String, example: TIME_ZONE })
  timeZone: string;
}

export function toSettingsResponse(settings: Settings): SettingsResponse {
  return {
    organisationName: settings.organisationName,
    postalAddress: settings.postalAddress,
    contact: settings.contact,
    timeZone: TIME_ZONE,
  };
}
