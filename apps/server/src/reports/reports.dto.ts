import { ApiProperty } from '@nestjs/swagger';
import { EnumField, IdField } from '../platform/http/fields.js';

export const REPORT_PERIODS = ['30d', '90d', '365d'] as const;
export type ReportPeriod = (typeof REPORT_PERIODS)[number];

export class OverviewQuery {
  @EnumField(REPORT_PERIODS, { optional: true, description: '30d when left out' })
  period?: ReportPeriod;

  @IdField({ optional: true })
  groupId?: string;
}

/** The figures of a delivery, or of several together. Rates are fractions of successCount (0..1), null when that is 0. */
export class ReportFigures {
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

  @ApiProperty({ type: 'integer' })
  unknownCount: number;

  @ApiProperty({ type: 'integer' })
  heldCount: number;

  @ApiProperty({ type: 'integer' })
  skippedCount: number;

  @ApiProperty({ type: 'integer' })
  complainedCount: number;

  @ApiProperty({ type: Number, nullable: true })
  complaintRate: number | null;

  @ApiProperty({ type: 'integer', description: 'people who opened it' })
  openedCount: number;

  @ApiProperty({ type: Number, nullable: true })
  openRate: number | null;

  @ApiProperty({ type: 'integer', description: 'opened by Apple’s privacy proxy; counted apart' })
  mppOpenedCount: number;

  @ApiProperty({ type: 'integer', description: 'people who clicked at least one link' })
  clickedCount: number;

  @ApiProperty({ type: Number, nullable: true })
  clickRate: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'clickers among openers' })
  clickToOpenRate: number | null;

  @ApiProperty({ type: 'integer' })
  unsubscribedCount: number;

  @ApiProperty({ type: Number, nullable: true })
  unsubscribeRate: number | null;
}

/** Members of the group down to those who clicked (C-25). */
export class ReportFunnel {
  @ApiProperty({ type: 'integer', description: 'everybody in the group' })
  members: number;

  @ApiProperty({ type: 'integer', description: 'does not match the conditions' })
  filteredOut: number;

  @ApiProperty({ type: 'integer', description: '配信停止' })
  stopped: number;

  @ApiProperty({ type: 'integer', description: '配信禁止' })
  banned: number;

  @ApiProperty({ type: 'integer', description: 'ステータス エラー' })
  customerError: number;

  @ApiProperty({ type: 'integer', description: 'not an address SES takes' })
  invalidAddress: number;

  @ApiProperty({ type: 'integer', description: 'those who are mailed' })
  recipients: number;
}

export class ReportLink {
  @ApiProperty({ type: 'integer' })
  linkNo: number;

  @ApiProperty({ type: String })
  url: string;

  @ApiProperty({ type: String })
  label: string;

  @ApiProperty({ type: 'integer', description: 'people' })
  clickerCount: number;

  @ApiProperty({ type: 'integer', description: 'clicks of people' })
  clickCount: number;

  @ApiProperty({ type: 'integer', description: 'clicks of scanners and bots, not counted anywhere else' })
  botClickCount: number;

  @ApiProperty({ type: Number, nullable: true, description: 'clickers ÷ successCount' })
  clickRate: number | null;
}

/** Opens and clicks in one hour after the start. */
export class ReportHour {
  @ApiProperty({ type: 'integer', description: '0: the first hour' })
  hour: number;

  @ApiProperty({ type: 'integer', description: 'people who opened it for the first time' })
  openedCount: number;

  @ApiProperty({ type: 'integer', description: 'people who clicked for the first time' })
  clickedCount: number;
}

export class ReportDomain {
  @ApiProperty({ type: String, example: 'docomo' })
  domainGroup: string;

  @ApiProperty({ type: ReportFigures })
  figures: ReportFigures;
}

export class ReportError {
  @ApiProperty({ type: String, example: 'mailbox_full', description: 'kind of error' })
  errorKind: string;

  @ApiProperty({ type: 'integer' })
  count: number;
}

/** The delivery of the same group before this one. */
export class PreviousDelivery {
  @ApiProperty({ type: String })
  deliveryId: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ type: String, format: 'date-time' })
  startedAt: string;

  @ApiProperty({ type: ReportFigures })
  figures: ReportFigures;
}

export class DeliveryReport {
  @ApiProperty({ type: String })
  deliveryId: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ type: String })
  groupName: string;

  @ApiProperty({ type: String, description: 'as in deliveries' })
  state: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;

  @ApiProperty({ type: Boolean, description: '暫定: bounces may still come in (a week from the start)' })
  provisional: boolean;

  @ApiProperty({ type: Boolean, description: 'results per person are gone: byHour and clicks per link are empty' })
  recipientsPruned: boolean;

  @ApiProperty({ type: Boolean, description: 'opens are counted in this delivery' })
  trackOpens: boolean;

  @ApiProperty({ type: Boolean, description: 'clicks are counted in this delivery' })
  trackLinks: boolean;

  @ApiProperty({ type: ReportFigures })
  figures: ReportFigures;

  @ApiProperty({ type: ReportFunnel, nullable: true, description: 'null before planning' })
  funnel: ReportFunnel | null;

  @ApiProperty({ type: ReportLink, isArray: true })
  links: ReportLink[];

  @ApiProperty({ type: ReportHour, isArray: true, description: 'the first 72 hours; hours without anything are 0' })
  byHour: ReportHour[];

  @ApiProperty({ type: ReportDomain, isArray: true, description: 'most recipients first' })
  byDomain: ReportDomain[];

  @ApiProperty({ type: ReportError, isArray: true, description: 'most frequent first' })
  errors: ReportError[];

  @ApiProperty({ type: PreviousDelivery, nullable: true })
  previous: PreviousDelivery | null;
}

export class OverviewDelivery {
  @ApiProperty({ type: String })
  deliveryId: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ type: String })
  groupName: string;

  @ApiProperty({ type: String, format: 'date-time' })
  startedAt: string;

  @ApiProperty({ type: ReportFigures })
  figures: ReportFigures;
}

export class ReportOverview {
  @ApiProperty({ type: String, format: 'date-time' })
  from: string;

  @ApiProperty({ type: String, format: 'date-time' })
  to: string;

  @ApiProperty({ type: 'integer' })
  deliveryCount: number;

  @ApiProperty({ type: ReportFigures, description: 'all of them together' })
  figures: ReportFigures;

  @ApiProperty({ type: OverviewDelivery, isArray: true, description: 'the newest 200, oldest first: the trend' })
  deliveries: OverviewDelivery[];
}
