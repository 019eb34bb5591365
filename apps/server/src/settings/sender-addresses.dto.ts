import { ApiProperty } from '@nestjs/swagger';
import { EmailField, TextField } from '../platform/http/fields.js';
import type { SenderAddressRow } from './sender-addresses.queries.js';

/** A display name goes into a header: no line breaks, no other control characters. */
const ONE_LINE = /^\P{Cc}*$/u;
const DISPLAY_NAME_MAX = 60;

export class CreateSenderAddressRequest {
  @EmailField({ description: 'the From address; SES must know it or its domain' })
  email: string;

  @TextField({ min: 1, max: DISPLAY_NAME_MAX, pattern: ONE_LINE, description: 'what receivers see' })
  displayName: string;

  @EmailField({ optional: true, nullable: true, description: 'null: answers go to the From address' })
  replyTo?: string | null;
}

export class ChangeSenderAddressRequest {
  @EmailField({ optional: true })
  email?: string;

  @TextField({ min: 1, max: DISPLAY_NAME_MAX, pattern: ONE_LINE, optional: true })
  displayName?: string;

  @EmailField({ optional: true, nullable: true })
  replyTo?: string | null;
}

export class SenderAddressResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String })
  displayName: string;

  @ApiProperty({ type: String, nullable: true })
  replyTo: string | null;

  @ApiProperty({ type: 'integer', description: 'groups that use it' })
  groupCount: number;

  @ApiProperty({ type: 'integer', description: 'mailings that use it' })
  mailingCount: number;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;
}

export function toSenderAddressResponse(row: SenderAddressRow): SenderAddressResponse {
  return {
    id: row.id,
    email: row.email,
    displayName: row.display_name,
    replyTo: row.reply_to,
    groupCount: row.group_count,
    mailingCount: row.mailing_count,
    createdAt: row.created_at.toISOString(),
  };
}
