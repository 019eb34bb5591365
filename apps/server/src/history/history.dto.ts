import { ApiProperty } from '@nestjs/swagger';
import { EnumField, IdField, IntField, TextField } from '../platform/http/fields.js';
import { LocalisedText } from '../platform/http/localised-text.js';
import { PageQuery } from '../platform/http/pagination.js';

const RUN_STATES = ['scheduled', 'planning', 'sending', 'paused', 'sent', 'canceled', 'failed'] as const;
const MAIL_FORMATS = ['text', 'html'] as const;

export class HistoryQuery extends PageQuery {
  @TextField({ optional: true, max: 200, description: 'part of the subject' })
  q?: string;

  @IdField({ optional: true })
  groupId?: string;

  @IdField({ optional: true })
  mailingId?: string;
}

/** What a list of recipients can be narrowed to; each is the list behind one number. */
export const HISTORY_RESULTS = [
  'all',
  'accepted',
  'delivered',
  'success',
  'waiting',
  'opened',
  'mpp_opened',
  'clicked',
  'error',
  'bounced',
  'bounced_hard',
  'bounced_soft',
  'rejected',
  'complained',
  'failed',
  'held',
  'unknown',
  'skipped',
  'unsubscribed',
] as const;
export type HistoryResult = (typeof HISTORY_RESULTS)[number];

const RESULT_HELP = [
  'all: everybody planned to be mailed',
  'accepted: SES took it, whatever came of it',
  'delivered: the receiving server took it',
  'success: accepted and neither bounced nor rejected (配信成功)',
  'waiting: not handed over yet',
  'opened: by a person',
  'mpp_opened: only by Apple’s privacy proxy, or also by it',
  'error: bounced, rejected or failed (配信エラー)',
  'skipped: left out, with `reason`',
].join('; ');

export class HistoryRecipientsQuery extends PageQuery {
  @EnumField(HISTORY_RESULTS, { optional: true, name: 'HistoryResult', description: RESULT_HELP })
  result?: HistoryResult;

  @IntField({ optional: true, min: 1, max: 9999, description: 'with result=clicked: who clicked this link' })
  linkNo?: number;

  @TextField({ optional: true, max: 40, description: 'with result=skipped: the reason' })
  reason?: string;
}

export const CSV_ENCODINGS = ['utf-8', 'cp932'] as const;

export class HistoryCsvQuery {
  @EnumField(HISTORY_RESULTS, { optional: true, name: 'HistoryResult', description: RESULT_HELP })
  result?: HistoryResult;

  @IntField({ optional: true, min: 1, max: 9999 })
  linkNo?: number;

  @TextField({ optional: true, max: 40 })
  reason?: string;

  @EnumField(CSV_ENCODINGS, { optional: true, description: 'utf-8 comes with a BOM; cp932 is for older Excel' })
  encoding?: (typeof CSV_ENCODINGS)[number];
}

/** The numbers of one delivery. Rates are fractions of successCount (0..1), null when that is 0. */
export class HistoryFigures {
  @ApiProperty({ type: 'integer', description: 'planned to be mailed' })
  recipientCount: number;

  @ApiProperty({ type: 'integer', description: 'not handed over yet' })
  waitingCount: number;

  @ApiProperty({ type: 'integer', description: 'taken by SES, whatever came of it' })
  acceptedCount: number;

  @ApiProperty({ type: 'integer', description: 'taken by the receiving server' })
  deliveredCount: number;

  @ApiProperty({ type: 'integer', description: '配信成功数: accepted − bounced − rejected' })
  successCount: number;

  @ApiProperty({ type: 'integer', description: '配信エラー: bounced, rejected or failed' })
  errorCount: number;

  @ApiProperty({ type: Number, nullable: true, description: 'of all that were handed over or failed' })
  errorRate: number | null;

  @ApiProperty({ type: 'integer' })
  bouncedHardCount: number;

  @ApiProperty({ type: 'integer' })
  bouncedSoftCount: number;

  @ApiProperty({ type: 'integer' })
  rejectedCount: number;

  @ApiProperty({ type: 'integer' })
  failedCount: number;

  @ApiProperty({ type: 'integer', description: 'in doubt' })
  unknownCount: number;

  @ApiProperty({ type: 'integer', description: 'in doubt until an operator decides' })
  heldCount: number;

  @ApiProperty({ type: 'integer', description: 'left out after planning' })
  skippedCount: number;

  @ApiProperty({ type: 'integer' })
  complainedCount: number;

  @ApiProperty({ type: 'integer', description: 'people who opened it' })
  openedCount: number;

  @ApiProperty({ type: Number, nullable: true })
  openRate: number | null;

  @ApiProperty({ type: 'integer', description: 'opened by Apple’s privacy proxy' })
  mppOpenedCount: number;

  @ApiProperty({ type: 'integer', description: 'people who clicked at least one link' })
  clickedCount: number;

  @ApiProperty({ type: Number, nullable: true })
  clickRate: number | null;

  @ApiProperty({ type: 'integer' })
  unsubscribedCount: number;

  @ApiProperty({ type: Number, nullable: true })
  unsubscribeRate: number | null;

  @ApiProperty({ type: Boolean, description: '暫定: bounces may still come in (a week from the start)' })
  provisional: boolean;
}

export class HistoryItem {
  @ApiProperty({ type: String })
  deliveryId: string;

  @ApiProperty({ type: String })
  mailingId: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ enum: MAIL_FORMATS, enumName: 'MailFormat' })
  format: (typeof MAIL_FORMATS)[number];

  @ApiProperty({ type: String, nullable: true, description: 'null: the group is gone' })
  groupId: string | null;

  @ApiProperty({ type: String, description: 'as it was then' })
  groupName: string;

  @ApiProperty({ enum: RUN_STATES, enumName: 'DeliveryRunState' })
  state: (typeof RUN_STATES)[number];

  @ApiProperty({ type: String, nullable: true, description: 'why the system paused or failed it' })
  holdReason: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  startsAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;

  @ApiProperty({ type: HistoryFigures })
  figures: HistoryFigures;

  @ApiProperty({ type: Boolean, description: 'addresses and results per person are gone (retention)' })
  recipientsPruned: boolean;
}

export class HistoryContent {
  @ApiProperty({ enum: MAIL_FORMATS, enumName: 'MailFormat' })
  format: (typeof MAIL_FORMATS)[number];

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ type: String })
  textBody: string;

  @ApiProperty({ type: String, nullable: true })
  htmlBody: string | null;

  @ApiProperty({ type: String })
  senderEmail: string;

  @ApiProperty({ type: String })
  senderName: string;

  @ApiProperty({ type: String, nullable: true })
  replyTo: string | null;

  @ApiProperty({ type: Boolean })
  trackLinks: boolean;

  @ApiProperty({ type: Boolean })
  trackOpens: boolean;
}

export class HistoryLink {
  @ApiProperty({ type: 'integer' })
  linkNo: number;

  @ApiProperty({ type: String })
  url: string;

  @ApiProperty({ type: String })
  label: string;

  @ApiProperty({ type: 'integer', description: 'people who clicked it; 0 once recipients were removed' })
  clickerCount: number;
}

/** Who was left out, by reason. */
export class HistorySkipped {
  @ApiProperty({ type: String, example: 'stopped' })
  reason: string;

  @ApiProperty({ type: 'integer' })
  count: number;
}

/** That operators were told of many errors, with the numbers of that time (C-55). */
export class HighErrorNoticeResponse {
  @ApiProperty({ type: 'integer' })
  addressCount: number;

  @ApiProperty({ type: 'integer' })
  errorCount: number;

  @ApiProperty({ type: String, format: 'date-time' })
  noticedAt: string;
}

export class HistoryDetail extends HistoryItem {
  @ApiProperty({ type: HistoryContent })
  content: HistoryContent;

  @ApiProperty({ type: HistoryLink, isArray: true })
  links: HistoryLink[];

  @ApiProperty({ type: 'integer', description: 'members of the group when it was planned; 0 before' })
  memberCount: number;

  @ApiProperty({
    type: HistorySkipped,
    isArray: true,
    description: 'left out at planning or later; a reason of result=skipped',
  })
  skipped: HistorySkipped[];

  @ApiProperty({ type: String, nullable: true })
  scheduledByName: string | null;

  @ApiProperty({ type: HighErrorNoticeResponse, nullable: true, description: 'null: the error rate is not high' })
  highErrorNotice: HighErrorNoticeResponse | null;
  @ApiProperty({ type: LocalisedText, nullable: true, description: 'the conditions that narrowed the group, in words' })
  filterSentence: LocalisedText | null;

  @ApiProperty({ type: String, nullable: true, description: 'the segment that the conditions were taken from' })
  segmentName: string | null;
}

/** One person in one delivery. */
export class HistoryRecipient {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  customerId: string;

  @ApiProperty({ type: Boolean, description: 'false: the customer was deleted since' })
  customerExists: boolean;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String, example: 'delivered' })
  state: string;

  @ApiProperty({ type: String, nullable: true, description: 'why this person was left out' })
  skipReason: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'mailbox_full' })
  errorKind: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'words of the receiving server' })
  errorDetail: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  acceptedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  openedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  mppOpenedAt: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'first click; with linkNo: on that link',
  })
  clickedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  unsubscribedAt: string | null;
}
