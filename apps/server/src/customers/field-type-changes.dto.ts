import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, EnumField, ObjectListField, TextField } from '../platform/http/fields.js';
import {
  ChoiceInput,
  CustomerFieldResponse,
  MAX_CHOICES,
  MAX_LABEL,
  toCustomerFieldResponse,
} from './customer-fields.dto.js';
import type { CustomerField } from './customer-field.entity.js';
import type { ConversionRow } from './field-conversion.queries.js';
import type { TypePreview } from './field-type-preview.js';
import { FIELD_TYPES, INPUT_RESTRICTIONS, type FieldType, type InputRestriction } from './field.types.js';

export class PreviewFieldTypeRequest {
  @EnumField(FIELD_TYPES, { name: 'FieldType', description: 'the type it has: what a restriction would refuse' })
  type: FieldType;

  @ObjectListField(() => ChoiceInput, {
    optional: true,
    max: MAX_CHOICES,
    description: 'of a choice field; default: the choices it has',
  })
  choices?: ChoiceInput[];

  @EnumField(INPUT_RESTRICTIONS, { optional: true, name: 'InputRestriction', description: 'default: none' })
  inputRestriction?: InputRestriction;
}

export class ChangeFieldTypeRequest extends PreviewFieldTypeRequest {
  @BooleanField({ optional: true, description: 'values that do not fit may stay in the old field alone' })
  acceptLoss?: boolean;
}

export class RestoreCustomerFieldRequest {
  @TextField({ optional: true, min: 1, max: MAX_LABEL, description: 'when another field has taken its name' })
  label?: string;

  @TextField({ optional: true, min: 1, max: MAX_LABEL })
  mergeKey?: string;
}

export class FailingValueResponse {
  @ApiProperty({ description: 'as people read it' })
  text: string;

  @ApiProperty({ type: 'integer', description: 'customers who have it' })
  count: number;

  @ApiProperty({ description: 'why it does not fit; the codes of fields of a customer' })
  code: string;

  @ApiProperty({ type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] } })
  params: Readonly<Record<string, string | number>>;
}

export class CommonValueResponse {
  @ApiProperty()
  text: string;

  @ApiProperty({ type: 'integer' })
  count: number;
}

export class FieldTypePreviewResponse {
  @ApiProperty({ type: 'integer', description: 'customers with a value' })
  customerCount: number;

  @ApiProperty({ type: 'integer' })
  convertibleCount: number;

  @ApiProperty({ type: 'integer' })
  failingCount: number;

  @ApiProperty({ description: 'false: there are more customers than could be looked at in ten seconds' })
  isComplete: boolean;

  @ApiProperty({ description: 'true: the field itself changes, with every value; false: a new field takes its place' })
  keepsField: boolean;

  @ApiProperty({ type: 'integer', description: 'deliveries to come that merge the field or are narrowed by it' })
  scheduledDeliveryCount: number;

  @ApiProperty({ type: 'integer', description: 'segments that would go on to look at the old values' })
  segmentCount: number;

  @ApiProperty({ type: [FailingValueResponse], description: 'up to 20 different values that do not fit' })
  examples: FailingValueResponse[];

  @ApiProperty({ type: [CommonValueResponse], description: 'up to 100 values, the most frequent first' })
  commonValues: CommonValueResponse[];
}

/** Copies what is read-only inside. */
export function toFieldTypePreviewResponse(
  preview: TypePreview & { keepsField: boolean; scheduledDeliveryCount: number; segmentCount: number },
): FieldTypePreviewResponse {
  return { ...preview, examples: [...preview.examples], commonValues: [...preview.commonValues] };
}

export class FieldUsageResponse {
  @ApiProperty({ type: 'integer', description: 'customers with a value' })
  customerCount: number;

  @ApiProperty({ type: 'integer', description: 'deliveries to come that merge the field or are narrowed by it' })
  scheduledDeliveryCount: number;

  @ApiProperty({ type: 'integer', description: 'segments with a condition on the field' })
  segmentCount: number;
}

/** What became of a retired field's values when its type changed. */
export class ReplacementResponse {
  @ApiProperty({ description: 'the field that took its place' })
  fieldId: string;

  @ApiProperty({ type: 'integer' })
  convertedCount: number;

  @ApiProperty({ type: 'integer', description: 'values that did not fit: only the retired field has them' })
  keptCount: number;

  @ApiProperty()
  isFinished: boolean;
}

export class RetiredCustomerFieldResponse extends CustomerFieldResponse {
  @ApiProperty({ format: 'date-time' })
  retiredAt: string;

  @ApiProperty({ type: ReplacementResponse, nullable: true })
  replacement: ReplacementResponse | null;
}

/** Fields out of use, the latest first. */
export class RetiredCustomerFieldListResponse {
  @ApiProperty({ type: [RetiredCustomerFieldResponse] })
  items: RetiredCustomerFieldResponse[];
}

export function toRetiredResponse(
  field: CustomerField,
  conversions: ReadonlyMap<string, ConversionRow>,
): RetiredCustomerFieldResponse {
  const made = [...conversions.values()].findLast((conversion) => conversion.from_field_id === field.id);
  return {
    ...toCustomerFieldResponse(field),
    retiredAt: field.retiredAt?.toISOString() ?? '',
    replacement: made
      ? {
          fieldId: made.to_field_id,
          convertedCount: made.converted_count,
          keptCount: made.kept_count,
          isFinished: made.finished_at !== null,
        }
      : null,
  };
}
