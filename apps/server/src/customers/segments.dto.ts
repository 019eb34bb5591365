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

export class SegmentResponse extends ConditionsInWordsResponse {
  @ApiProperty({ type: String })
  id: string;

  @ApiProperty({ type: String })
  name: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  conditions: Record<string, unknown>;

  @ApiProperty({ type: ConditionProblem, nullable: true, description: 'why it cannot be used until it is mended' })
  problem: ConditionProblem | null;

  @ApiProperty({ type: String, nullable: true })
  createdByName: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export function toSegmentResponse({ segment, words }: SegmentView): SegmentResponse {
  const { problem } = words;
  return {
    id: segment.id,
    name: segment.name,
    conditions: segment.conditions as Record<string, unknown>,
    ...toConditionsInWords(words),
    problem: problem && { field: problem.field, code: problem.code },
    createdByName: segment.created_by_name,
    createdAt: segment.created_at.toISOString(),
    updatedAt: segment.updated_at.toISOString(),
  };
}
