import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, IdField, RecordField } from '../platform/http/fields.js';
import { LocalisedText } from '../platform/http/localised-text.js';
import type { ConditionTree, ConditionsInWords } from './customer-search.service.js';

/** Conditions as people read them. */
export class ConditionsInWordsResponse {
  @ApiProperty({ type: LocalisedText })
  sentence: LocalisedText;

  @ApiProperty({ type: [LocalisedText], description: 'each outermost part, in the order of the tree' })
  parts: LocalisedText[];
}

export class ExplainConditionsRequest {
  @RecordField({ optional: true, description: 'a condition tree; left out: that of the segment' })
  conditions?: Record<string, unknown>;

  @IdField({ optional: true, description: 'a segment whose conditions hold beside those given' })
  segmentId?: string;

  @BooleanField({ optional: true, description: 'false: the words alone; a count may take seconds' })
  withCount?: boolean;
}

export class ExplainConditionsResponse extends ConditionsInWordsResponse {
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'the tree as it would be stored' })
  conditions: ConditionTree;

  @ApiProperty({ type: 'integer', nullable: true, description: 'null: not asked for, or too slow' })
  count: number | null;

  @ApiProperty({ type: Boolean, description: 'the count was given up after some seconds' })
  isTooSlow: boolean;
}

/** A count for somebody who waits. */
export class QuickCountResponse {
  @ApiProperty({ type: 'integer', nullable: true, description: 'null: given up after some seconds' })
  count: number | null;
}

export const toConditionsInWords = ({ sentence, parts }: ConditionsInWords): ConditionsInWordsResponse => ({
  sentence: { ...sentence },
  parts: parts.map((part) => ({ ...part })),
});
