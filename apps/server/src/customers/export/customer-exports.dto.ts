import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, EnumField, IdField, ObjectField, TextListField } from '../../platform/http/fields.js';
import { PageQuery } from '../../platform/http/pagination.js';
import { CustomerTargetRequest, CustomerTargetResponse, toTargetResponse } from '../customer-target.dto.js';
import { toTarget } from '../customer-targets.js';
import { EXPORT_STATES, type ExportState } from './customer-export.types.js';
import type { ExportListRow } from './customer-exports.queries.js';
import { SYSTEM_COLUMNS } from './export-labels.js';

const ENCODINGS = ['utf-8', 'cp932'] as const;
const MAX_COLUMNS = 200;

export class CreateCustomerExportRequest {
  @ObjectField(() => CustomerTargetRequest)
  target: CustomerTargetRequest;

  @TextListField({
    max: MAX_COLUMNS,
    maxLength: 40,
    description: `in the order of the file: ${SYSTEM_COLUMNS.join(', ')}, field:<id of a custom field>`,
  })
  columns: string[];

  @EnumField(ENCODINGS, { description: 'utf-8 with BOM, which Excel reads; cp932 is what older programs expect' })
  encoding: (typeof ENCODINGS)[number];

  @BooleanField({ description: '1行目に項目名を書き出す' })
  hasHeader: boolean;

  @IdField({
    optional: true,
    description: 'the group of delivery_state, stopped_at, stopped_via and joined_at; default: that of the target',
  })
  groupId?: string;
}

export class CustomerExportListQuery extends PageQuery {}

export class CustomerExportGroup {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: String, nullable: true, description: 'null: the group is gone' })
  name: string | null;
}

export class LostCharacterResponse {
  @ApiProperty()
  character: string;

  @ApiProperty({ description: 'what stands in the file instead' })
  becomes: string;

  @ApiProperty({ type: 'integer' })
  count: number;
}

export class ExportDownloadResponse {
  @ApiProperty({ type: String, nullable: true })
  userName: string | null;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class CustomerExportResponse {
  @ApiProperty()
  id: string;

  @ApiProperty({ enum: EXPORT_STATES, enumName: 'CustomerExportState' })
  state: ExportState;

  @ApiProperty({ type: CustomerTargetResponse })
  target: CustomerTargetResponse;

  @ApiProperty({ type: CustomerExportGroup, nullable: true })
  group: CustomerExportGroup | null;

  @ApiProperty({ type: [String] })
  columns: readonly string[];

  @ApiProperty({ enum: ENCODINGS })
  encoding: (typeof ENCODINGS)[number];

  @ApiProperty()
  hasHeader: boolean;

  @ApiProperty({ type: 'integer', description: 'customers found when it was ordered' })
  totalCount: number;

  @ApiProperty({ type: 'integer', description: 'rows written' })
  doneCount: number;

  @ApiProperty({ type: 'integer', description: 'of the finished file' })
  fileBytes: number;

  @ApiProperty({ type: 'integer', description: 'characters that CP932 does not have' })
  lostCount: number;

  @ApiProperty({ type: [LostCharacterResponse], description: 'the most frequent of them' })
  lostCharacters: readonly LostCharacterResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'why it failed, a stable code' })
  failure: string | null;

  @ApiProperty({ type: String, nullable: true })
  createdByName: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'until when the file can be had; null: there is no file, or no longer',
  })
  fileUntil: string | null;

  @ApiProperty({ type: [ExportDownloadResponse], description: 'who took the file, newest first, at most 20' })
  downloads: readonly ExportDownloadResponse[];
}

export function toCustomerExportResponse(row: ExportListRow, now: Date): CustomerExportResponse {
  const isOffered = isFileOffered(row, now);
  return {
    id: row.id,
    state: row.state,
    target: toTargetResponse(toTarget(row.query, row.customer_ids)),
    group: row.group_id === null ? null : { id: row.group_id, name: row.group_name },
    columns: row.columns,
    encoding: row.encoding,
    hasHeader: row.has_header,
    totalCount: row.total_count,
    doneCount: row.done_count,
    fileBytes: Number(row.file_bytes),
    lostCount: row.lost_count,
    lostCharacters: row.lost_characters,
    failure: row.failure,
    createdByName: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    fileUntil: isOffered ? (row.expires_at?.toISOString() ?? null) : null,
    downloads: row.downloads.map(({ userName, at }) => ({ userName, at: new Date(at).toISOString() })),
  };
}

/** A whole file whose day is not over. */
export function isFileOffered(row: ExportListRow, now: Date): boolean {
  return row.state === 'finished' && row.file_key !== null && row.expires_at !== null && row.expires_at > now;
}
