import { ApiProperty } from '@nestjs/swagger';
import { EmailListField, EnumField, IdField } from '../platform/http/fields.js';
import { NOTICE_LOCALES, NOTICE_STATES, type NoticeLocale, type NoticeState } from './notice.types.js';
import type { NoticeRow } from './notices.queries.js';
import type { NoticeSettings } from './notices.service.js';

const MOST_RECIPIENTS = 20;

export class ChangeNoticeSettingsRequest {
  @EmailListField({ optional: true, max: MOST_RECIPIENTS, description: 'empty: no notices are sent' })
  recipients?: string[];

  @IdField({ optional: true, nullable: true, description: 'null: the oldest sender address' })
  senderAddressId?: string | null;

  @EnumField(NOTICE_LOCALES, { optional: true, name: 'NoticeLocale' })
  locale?: NoticeLocale;
}

export class NoticeSettingsResponse {
  @ApiProperty({ type: [String], description: '通知メール送信先アドレス' })
  recipients: string[];

  @ApiProperty({ type: String, nullable: true })
  senderAddressId: string | null;

  @ApiProperty({ enum: NOTICE_LOCALES, enumName: 'NoticeLocale' })
  locale: NoticeLocale;
}

export class NoticeResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  to: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ enum: NOTICE_STATES, enumName: 'NoticeState' })
  state: NoticeState;

  @ApiProperty({ type: String, nullable: true, description: 'why it has not gone out, e.g. sender-missing, throttled' })
  trouble: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  sentAt: string | null;
}

export class NoticeListResponse {
  @ApiProperty({ type: [NoticeResponse] })
  items: NoticeResponse[];
}

export function toNoticeSettingsResponse(settings: NoticeSettings): NoticeSettingsResponse {
  return { ...settings, recipients: [...settings.recipients] };
}

export function toNoticeResponse(row: NoticeRow): NoticeResponse {
  return { ...row, createdAt: row.createdAt.toISOString(), sentAt: row.sentAt?.toISOString() ?? null };
}
