import { ApiProperty } from '@nestjs/swagger';
import { MAIL_FORMATS, type MailFormat } from '../mailings/mailing.types.js';
import { EnumField, IdField, InstantField, RecordField, TextField } from '../platform/http/fields.js';
import { LocalisedText } from '../platform/http/localised-text.js';
import { PageQuery } from '../platform/http/pagination.js';
import { DELIVERY_RUN_STATES, type DeliveryRunState } from './delivery.types.js';

export class EstimateRequest {
  @IdField({ optional: true, description: 'the mailing whose group is meant when groupId is left out' })
  mailingId?: string;

  @IdField({ optional: true })
  groupId?: string;

  @RecordField({ optional: true, nullable: true, description: 'search conditions; null: the whole group' })
  filter?: Record<string, unknown> | null;

  @IdField({ optional: true, description: 'a segment, whose conditions hold beside the filter; they are copied' })
  segmentId?: string;
}

export class CreateDeliveryRequest {
  @IdField()
  mailingId: string;

  @IdField()
  groupId: string;

  @RecordField({ optional: true, nullable: true, description: 'search conditions; null: the whole group' })
  filter?: Record<string, unknown> | null;

  @IdField({ optional: true, description: 'a segment, whose conditions hold beside the filter; they are copied' })
  segmentId?: string;

  @InstantField({ optional: true, nullable: true, description: 'null: at once' })
  startsAt?: string | null;

  @TextField({ optional: true, min: 8, max: 100, description: 'the same key makes the same delivery, once' })
  idempotencyKey?: string;
}

export class RescheduleRequest {
  @InstantField({ nullable: true, description: 'null: at once' })
  startsAt: string | null;
}

export const DELIVERY_LIST_STATES = ['current', 'all'] as const;

export class DeliveryListQuery extends PageQuery {
  @EnumField(DELIVERY_LIST_STATES, { optional: true, description: 'current: waiting, running or paused' })
  state?: (typeof DELIVERY_LIST_STATES)[number];

  @IdField({ optional: true })
  mailingId?: string;
}

export class LatestDeliveriesQuery {
  @TextField({
    min: 1,
    max: 4000,
    pattern: /^[1-9][0-9]{0,18}(,[1-9][0-9]{0,18}){0,199}$/,
    description: 'ids, comma-separated',
  })
  mailingIds: string;
}

export const HELD_DECISIONS = ['resend', 'give-up'] as const;
export type HeldDecision = (typeof HELD_DECISIONS)[number];

export class HeldDecisionRequest {
  @EnumField(HELD_DECISIONS, { name: 'HeldDecision' })
  decision: HeldDecision;
}

/** Who is mailed and who is left out, and why (C-25). */
export class DeliveryFunnel {
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

/** How many recipients stand where. The states add up to everybody with a row; opened … unsubscribed are beside them. */
export class RecipientCountsResponse {
  @ApiProperty({ type: 'integer' })
  pending: number;

  @ApiProperty({ type: 'integer' })
  submitting: number;

  @ApiProperty({ type: 'integer', description: 'in doubt' })
  unknown: number;

  @ApiProperty({ type: 'integer', description: 'in doubt until an operator decides' })
  held: number;

  @ApiProperty({ type: 'integer', description: 'left out after planning: opted out, left the group, canceled' })
  skipped: number;

  @ApiProperty({ type: 'integer' })
  failed: number;

  @ApiProperty({ type: 'integer' })
  accepted: number;

  @ApiProperty({ type: 'integer' })
  delayed: number;

  @ApiProperty({ type: 'integer' })
  delivered: number;

  @ApiProperty({ type: 'integer' })
  bouncedSoft: number;

  @ApiProperty({ type: 'integer' })
  bouncedHard: number;

  @ApiProperty({ type: 'integer' })
  rejected: number;

  @ApiProperty({ type: 'integer' })
  complained: number;

  @ApiProperty({ type: 'integer' })
  opened: number;

  @ApiProperty({ type: 'integer' })
  mppOpened: number;

  @ApiProperty({ type: 'integer' })
  clicked: number;

  @ApiProperty({ type: 'integer' })
  unsubscribed: number;
}

export class EstimateResponse {
  @ApiProperty({ type: DeliveryFunnel })
  funnel: DeliveryFunnel;

  @ApiProperty({ type: 'integer', nullable: true, description: 'at the present rate; null: rate unknown' })
  estimatedSeconds: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'mails per second that SES allows us' })
  maxSendRate: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'left of the 24-hour quota; null: unlimited or unknown',
  })
  dailyQuotaLeft: number | null;
}

export class DeliveryResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  mailingId: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ enum: MAIL_FORMATS, enumName: 'MailFormat' })
  format: MailFormat;

  @ApiProperty({ type: String })
  senderEmail: string;

  @ApiProperty({ type: String })
  senderName: string;

  @ApiProperty({ type: String, nullable: true, description: 'null: the group is gone' })
  groupId: string | null;

  @ApiProperty({ type: String })
  groupName: string;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  filter: Record<string, unknown> | null;

  @ApiProperty({ type: LocalisedText, nullable: true, description: 'the filter in words, as it was at scheduling' })
  filterSentence: LocalisedText | null;

  @ApiProperty({ type: String, nullable: true, description: 'the segment that the filter was taken from' })
  segmentName: string | null;

  @ApiProperty({ enum: DELIVERY_RUN_STATES, enumName: 'DeliveryRunState' })
  state: DeliveryRunState;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'why the system paused it, a stable code; null: a person did',
  })
  holdReason: string | null;

  @ApiProperty({ type: String, nullable: true })
  holdDetail: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  startsAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, nullable: true })
  scheduledByName: string | null;

  @ApiProperty({ type: 'integer', description: 'people planned to be mailed; 0 before planning' })
  recipientCount: number;

  @ApiProperty({ type: DeliveryFunnel, nullable: true, description: 'null before planning' })
  funnel: DeliveryFunnel | null;

  @ApiProperty({ type: RecipientCountsResponse })
  counts: RecipientCountsResponse;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'mails accepted per second of late; null when not sending',
  })
  ratePerSecond: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'seconds until the last is handed over, at that rate' })
  secondsLeft: number | null;

  @ApiProperty({ type: Boolean, description: 'addresses and results per person are gone (retention)' })
  recipientsPruned: boolean;
}

/** The latest delivery of a mailing. */
export class LatestDelivery {
  @ApiProperty({ type: String })
  mailingId: string;

  @ApiProperty({ type: String })
  deliveryId: string;

  @ApiProperty({ enum: DELIVERY_RUN_STATES, enumName: 'DeliveryRunState' })
  state: DeliveryRunState;

  @ApiProperty({ type: String, format: 'date-time' })
  startsAt: string;

  @ApiProperty({ type: 'integer' })
  deliveryCount: number;
}

export class HeldRecipient {
  @ApiProperty({ type: String, format: 'uuid' })
  id: string;

  @ApiProperty({ type: String })
  customerId: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: 'integer' })
  attemptCount: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'when the last attempt began' })
  lastAttemptAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'what is known of the last attempt' })
  detail: string | null;
}

export class HeldDecisionResponse {
  @ApiProperty({ type: 'integer', description: 'recipients the decision was applied to' })
  decidedCount: number;
}

/** An import in progress, as the progress stream tells it. */
export class ImportProgress {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  state: string;

  @ApiProperty({ type: String })
  fileName: string;

  @ApiProperty({ type: Number })
  fileBytes: number;

  @ApiProperty({ type: Number })
  processedBytes: number;

  @ApiProperty({ type: 'integer' })
  rowCount: number;

  @ApiProperty({ type: 'integer' })
  successCount: number;

  @ApiProperty({ type: 'integer' })
  failedCount: number;

  @ApiProperty({ type: 'integer' })
  otherCount: number;

  @ApiProperty({ type: 'integer' })
  stoppedCount: number;
}

/** `data:` of one event of GET /api/progress: everything in motion now. What is no longer listed has ended. */
export class ProgressEvent {
  @ApiProperty({ type: DeliveryResponse, isArray: true })
  deliveries: DeliveryResponse[];

  @ApiProperty({ type: ImportProgress, isArray: true })
  imports: ImportProgress[];
}
