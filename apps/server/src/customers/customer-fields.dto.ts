import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, EnumField, IdListField, ObjectListField, TextField } from '../platform/http/fields.js';
import type { CustomerField } from './customer-field.entity.js';
import type { ConversionRow } from './field-conversion.queries.js';
import { FIELD_TYPES, INPUT_RESTRICTIONS, type FieldType, type InputRestriction } from './field.types.js';

export const MAX_LABEL = 50;
export const MAX_CHOICES = 200;
const MAX_MERGE_DEFAULT = 200;
const RESTRICTION_DOC =
  'what a text must consist of, however it comes in; text has all of them, long text none, full_width and half_width';

export class ChoiceInput {
  @TextField({ optional: true, max: 20, description: 'of an existing choice; a new one has none' })
  id?: string;

  @TextField({ min: 1, max: 100 })
  label: string;

  @BooleanField({ optional: true, description: 'no longer offered; customers who have it keep it' })
  retired?: boolean;
}

export class CreateCustomerFieldRequest {
  @TextField({ min: 1, max: MAX_LABEL })
  label: string;

  @TextField({ optional: true, max: MAX_LABEL, description: 'the word in merge tags; default: the label' })
  mergeKey?: string;

  @EnumField(FIELD_TYPES, { name: 'FieldType' })
  type: FieldType;

  @ObjectListField(() => ChoiceInput, { optional: true, max: MAX_CHOICES })
  choices?: ChoiceInput[];

  @BooleanField({ optional: true })
  required?: boolean;

  @EnumField(INPUT_RESTRICTIONS, { optional: true, name: 'InputRestriction', description: RESTRICTION_DOC })
  inputRestriction?: InputRestriction;

  @TextField({ optional: true, max: MAX_MERGE_DEFAULT, description: 'shown in mails to customers without a value' })
  mergeDefault?: string;

  @BooleanField({
    optional: true,
    description: 'text, long text, telephone numbers and postal codes only, at most five fields',
  })
  searchable?: boolean;
}

export class UpdateCustomerFieldRequest {
  @TextField({ optional: true, min: 1, max: MAX_LABEL })
  label?: string;

  @TextField({ optional: true, min: 1, max: MAX_LABEL })
  mergeKey?: string;

  @EnumField(FIELD_TYPES, {
    optional: true,
    name: 'FieldType',
    description: 'changes by PUT …/type; accepted when the same',
  })
  type?: FieldType;

  @ObjectListField(() => ChoiceInput, { optional: true, max: MAX_CHOICES, description: 'the whole list, in order' })
  choices?: ChoiceInput[];

  @BooleanField({ optional: true })
  required?: boolean;

  @EnumField(INPUT_RESTRICTIONS, { optional: true, name: 'InputRestriction', description: RESTRICTION_DOC })
  inputRestriction?: InputRestriction;

  @TextField({ optional: true, max: MAX_MERGE_DEFAULT })
  mergeDefault?: string;

  @BooleanField({ optional: true })
  searchable?: boolean;
}

export class OrderCustomerFieldsRequest {
  @IdListField({ max: 100, description: 'every field that is not retired, in the wanted order' })
  fieldIds: string[];
}

export class FieldChoiceResponse {
  @ApiProperty()
  id: string;

  @ApiProperty()
  label: string;

  @ApiProperty()
  retired: boolean;
}

/** A change of type under way: the field does not have all its values yet. */
export class FieldConversionResponse {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100 })
  percent: number;

  @ApiProperty({ type: 'integer' })
  convertedCount: number;

  @ApiProperty({ type: 'integer', description: 'values that do not fit: the old field keeps them' })
  keptCount: number;
}

export class CustomerFieldResponse {
  @ApiProperty()
  id: string;

  @ApiProperty()
  label: string;

  @ApiProperty()
  mergeKey: string;

  @ApiProperty({ enum: FIELD_TYPES, enumName: 'FieldType' })
  type: FieldType;

  @ApiProperty({ type: [FieldChoiceResponse] })
  choices: FieldChoiceResponse[];

  @ApiProperty({ type: 'integer' })
  position: number;

  @ApiProperty()
  required: boolean;

  @ApiProperty({ enum: INPUT_RESTRICTIONS, enumName: 'InputRestriction', description: RESTRICTION_DOC })
  inputRestriction: InputRestriction;

  @ApiProperty()
  mergeDefault: string;

  @ApiProperty()
  searchable: boolean;

  @ApiProperty({ type: FieldConversionResponse, nullable: true, description: 'null unless values are being converted' })
  conversion: FieldConversionResponse | null;
}

/** All fields in use, in their order; there are never more than a hundred (C-04). */
export class CustomerFieldListResponse {
  @ApiProperty({ type: [CustomerFieldResponse] })
  items: CustomerFieldResponse[];
}

export function toCustomerFieldResponse(field: CustomerField, conversion?: ConversionRow): CustomerFieldResponse {
  return {
    id: field.id,
    label: field.label,
    mergeKey: field.mergeKey,
    type: field.type,
    choices: field.choices.map(({ id, label, retired }) => ({ id, label, retired: retired ?? false })),
    position: field.position,
    required: field.required,
    inputRestriction: field.inputRestriction,
    mergeDefault: field.mergeDefault,
    searchable: field.searchable,
    conversion: conversion && conversion.finished_at === null ? toConversionResponse(conversion) : null,
  };
}

/** Ids are given evenly enough to tell how far it is. */
function toConversionResponse(conversion: ConversionRow): FieldConversionResponse {
  const last = Number(conversion.last_customer_id);
  return {
    percent: last === 0 ? 100 : Math.floor((Number(conversion.cursor_customer_id) * 100) / last),
    convertedCount: conversion.converted_count,
    keptCount: conversion.kept_count,
  };
}
