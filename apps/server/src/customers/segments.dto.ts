import { ApiProperty } from '@nestjs/swagger';
import { RecordField, TextField } from '../platform/http/fields.js';
import { ConditionsInWordsResponse, toConditionsInWords } from './conditions.dto.js';
import type { SegmentView } from './segments.service.js';

const MAX_NAME = 100;

export class CreateSegmentRequest {
  @TextField({ min: 1, max: MAX_NAME })
  name: string;

  @RecordField({ description: 'a condition tree: {"all": [...]} or {"any": [...]}' })
  conditions: Record<string, unknown>;
}

export class UpdateSegmentRequest {
  @TextField({ optional: true, min: 1, max: MAX_NAME })
  name?: string;

  @RecordField({ optional: true, description: 'a condition tree; left out: as it was' })
  conditions?: Record<string, unknown>;
}

/** The part of a stored tree that makes no sense any more. */
export class ConditionProblem {
  @ApiProperty({ type: String, description: 'e.g. conditions.all.2.groupId' })
  field: string;

  @ApiProperty({ type: String })
  code: string;
}

/** A condition that still works, but not as people may think. */
export class ConditionWarning {
  @ApiProperty({ type: String, description: 'e.g. conditions.all.2' })
  field: string;

  @ApiProperty({
    enum: ['field-retired'],
    description: 'the field is out of use: values that came since are not found',
  })
  code: 'field-retired';

  @ApiProperty({ type: String, description: 'of the field' })
  label: string;
}

export class SegmentResponse extends ConditionsInWordsResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  conditions: Record<string, unknown>;

  @ApiProperty({ type: ConditionProblem, nullable: true, description: 'why it cannot be used until it is mended' })
  problem: ConditionProblem | null;

  @ApiProperty({ type: [ConditionWarning] })
  warnings: ConditionWarning[];

  @ApiProperty({ type: String, nullable: true })
  createdByName: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export function toSegmentResponse({ segment, words }: SegmentView): SegmentResponse {
  const { problem, retired } = words;
  return {
    id: segment.id,
    name: segment.name,
    conditions: segment.conditions as Record<string, unknown>,
    ...toConditionsInWords(words),
    problem: problem && { field: problem.field, code: problem.code },
    warnings: retired.map(({ path, label }) => ({ field: path, code: 'field-retired', label })),
    createdByName: segment.created_by_name,
    createdAt: segment.created_at.toISOString(),
    updatedAt: segment.updated_at.toISOString(),
  };
}
