import { ApiProperty } from '@nestjs/swagger';
import {
  BooleanField,
  EnumField,
  IdField,
  IntField,
  ObjectField,
  TextField,
  TextListField,
} from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/pagination.js';
import { MAIL_FORMATS, type MailFormat } from './mailing.types.js';

export const MAX_SUBJECT = 500;
/** Characters of one body; a mail of more than some megabytes is refused by receivers long before SES does. */
export const MAX_BODY = 500_000;
/** Addresses of one test send. */
export const MAX_TEST_ADDRESSES = 5;

/** The content of a mailing; whatever is left out keeps its value (or its default in a new one). */
export class MailingContentRequest {
  @IdField({ optional: true, nullable: true })
  groupId?: string | null;

  @IdField({ optional: true, nullable: true, description: 'null: the sender of the group' })
  senderAddressId?: string | null;

  @EnumField(MAIL_FORMATS, { optional: true, name: 'MailFormat' })
  format?: MailFormat;

  @TextField({ optional: true, max: MAX_SUBJECT })
  subject?: string;

  @TextField({ optional: true, max: MAX_BODY, keepSpace: true, description: 'empty with html: made from the HTML' })
  textBody?: string;

  @TextField({ optional: true, max: MAX_BODY, keepSpace: true })
  htmlBody?: string;

  @BooleanField({ optional: true })
  trackLinks?: boolean;

  @BooleanField({ optional: true })
  trackOpens?: boolean;
}

export class CreateMailingRequest extends MailingContentRequest {}

export class UpdateMailingRequest extends MailingContentRequest {
  @IntField({ min: 1, max: 2_147_483_647, description: 'the version this edit started from; another one is a 409' })
  version: number;
}

export class MailingListQuery extends PageQuery {
  @TextField({ optional: true, max: 100, description: 'part of the subject' })
  q?: string;
}

export class PreviewRequest {
  @IdField({ optional: true, nullable: true, description: 'whose values are shown; null: the defaults' })
  customerId?: string | null;

  @ObjectField(() => MailingContentRequest, { optional: true, description: 'edits that are not saved yet' })
  draft?: MailingContentRequest;
}

export class TestSendRequest {
  @TextListField({ max: MAX_TEST_ADDRESSES, maxLength: 320 })
  to: string[];

  @IdField({ optional: true, nullable: true, description: 'whose values are merged; null: the defaults' })
  customerId?: string | null;
}

export class MailingListItem {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ enum: MAIL_FORMATS, enumName: 'MailFormat' })
  format: MailFormat;

  @ApiProperty({ type: String, nullable: true })
  groupId: string | null;

  @ApiProperty({ type: String, nullable: true })
  groupName: string | null;

  @ApiProperty({ type: String, nullable: true })
  authorName: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  testSentAt: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updatedAt: string;
}

/** The address a mailing goes out from. */
export class MailingSender {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  email: string;

  @ApiProperty({ type: String })
  displayName: string;
}

export class MailingResponse extends MailingListItem {
  @ApiProperty({ type: String, nullable: true })
  senderAddressId: string | null;

  @ApiProperty({ type: MailingSender, nullable: true, description: 'its own, else the group’s; null: none chosen' })
  sender: MailingSender | null;

  @ApiProperty({ type: String })
  textBody: string;

  @ApiProperty({ type: String })
  htmlBody: string;

  @ApiProperty({ type: Boolean })
  trackLinks: boolean;

  @ApiProperty({ type: Boolean })
  trackOpens: boolean;

  @ApiProperty({ type: 'integer' })
  version: number;
}

export const CHECK_SEVERITIES = ['error', 'warning'] as const;
export type CheckSeverity = (typeof CHECK_SEVERITIES)[number];

/** One finding about a mailing (M-81); an error stops a delivery from being made. */
export class MailingCheckResponse {
  @ApiProperty({ type: String, description: 'stable kebab-case code; the dashboard translates it' })
  code: string;

  @ApiProperty({ enum: CHECK_SEVERITIES, enumName: 'CheckSeverity' })
  severity: CheckSeverity;

  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] },
    description: 'what the text of the finding names, e.g. tag, url, bytes',
  })
  params: Readonly<Record<string, string | number>>;
}

export class PreviewResponse {
  @ApiProperty({ type: String })
  subject: string;

  @ApiProperty({ type: String })
  text: string;

  @ApiProperty({ type: String, nullable: true, description: 'show it only inside a sandboxed frame' })
  html: string | null;

  @ApiProperty({ type: MailingCheckResponse, isArray: true })
  problems: MailingCheckResponse[];
}

export const TEST_SEND_OUTCOMES = ['accepted', 'not-sent', 'rejected', 'unknown'] as const;

export class TestSendResult {
  @ApiProperty({ type: String })
  to: string;

  @ApiProperty({ enum: TEST_SEND_OUTCOMES, enumName: 'TestSendOutcome' })
  outcome: (typeof TEST_SEND_OUTCOMES)[number];

  @ApiProperty({ type: String, nullable: true, description: 'why it was not accepted, a stable code' })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'the words of SES, for the administrator' })
  detail: string | null;
}

export class TestSendResponse {
  @ApiProperty({ type: TestSendResult, isArray: true })
  results: TestSendResult[];
}

export const MERGE_TAG_KINDS = ['system', 'field'] as const;

export class MergeTagResponse {
  @ApiProperty({ type: String, description: 'written {{key}} or {{key|default}}' })
  key: string;

  @ApiProperty({ enum: MERGE_TAG_KINDS, enumName: 'MergeTagKind' })
  kind: (typeof MERGE_TAG_KINDS)[number];

  @ApiProperty({ type: String, nullable: true, description: 'of a field; system tags are named by the dashboard' })
  label: string | null;

  @ApiProperty({ type: String, nullable: true })
  fieldId: string | null;

  @ApiProperty({ type: String, description: 'what shows for customers without a value' })
  defaultValue: string;
}
