import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { AppError, invalidField } from '../platform/http/app-error.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { staysItself } from './compile-conversion.js';
import { CustomerField } from './customer-field.entity.js';
import type { ChangeFieldTypeRequest, PreviewFieldTypeRequest } from './field-type-changes.dto.js';
import { CustomerFieldsService, fieldIn } from './customer-fields.service.js';
import {
  countScheduledDeliveries,
  countSegmentsOn,
  insertConversion,
  readConversions,
  type ConversionRow,
} from './field-conversion.queries.js';
import { changedChoices, checkFieldRules, checkSearchable } from './field-rules.js';
import { FieldTypePreview, type TypePreview } from './field-type-preview.js';
import { isTextual } from './field.types.js';
import { noteAllCustomers } from './search/search-index.queries.js';

/**
 * Changes the type of a field without losing a value. Where text stays text, the field simply changes. Otherwise the
 * field is retired with all its values, a new one takes its name, merge key and place, and FieldConverter brings over
 * what can be converted. Conditions and deliveries that name the old field go on to find what it holds.
 */
@Injectable()
export class FieldTypeChanges {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly fields: CustomerFieldsService,
    private readonly previews: FieldTypePreview,
    private readonly jobs: JobQueue,
  ) {}

  /** What the change would do; nothing is changed. With the type it has: what a restriction would refuse. */
  async preview(
    id: string,
    input: PreviewFieldTypeRequest,
  ): Promise<TypePreview & { keepsField: boolean; scheduledDeliveryCount: number; segmentCount: number }> {
    const field = fieldIn(await this.fields.list(), id);
    const keepsField = input.type === field.type || staysItself(field.type, input.type);
    return {
      ...(await this.previews.preview(field, wantedShape(field, input))),
      keepsField,
      scheduledDeliveryCount: keepsField ? 0 : await countScheduledDeliveries(this.db.manager, field),
      segmentCount: keepsField ? 0 : await countSegmentsOn(this.db.manager, id),
    };
  }

  /** 409 when values would not fit and nobody has accepted that; returns the field that bears the name from now on. */
  async change(id: string, input: ChangeFieldTypeRequest): Promise<CustomerField> {
    const field = fieldIn(await this.fields.list(), id);
    if (input.type === field.type) throw invalidField('type', 'same-type', 'The field has this type already.');
    checkFieldRules({ ...field, ...wantedShape(field, input), searchable: false }, []);
    if (!staysItself(field.type, input.type) && !input.acceptLoss) {
      const { failingCount, isComplete } = await this.previews.preview(field, wantedShape(field, input));
      if (failingCount > 0 || !isComplete) throw wouldLose(failingCount);
    }
    const { saved, conversionId } = await this.fields.change((tx, all) => this.changeIn(tx, all, id, input));
    if (conversionId !== null)
      await this.jobs.wake('customers.convert', { conversionId }, { jobId: `convert-${conversionId}` });
    return saved;
  }

  /** Changes of type, by the id of the new field. */
  async conversions(): Promise<ReadonlyMap<string, ConversionRow>> {
    return new Map((await readConversions(this.db.manager)).map((row) => [row.to_field_id, row]));
  }

  private async changeIn(
    tx: EntityManager,
    all: CustomerField[],
    id: string,
    input: ChangeFieldTypeRequest,
  ): Promise<{ saved: CustomerField; conversionId: string | null }> {
    const old = fieldIn(all, id);
    await this.fields.refuseWhileConverting(tx, id);
    const others = all.filter((other) => other !== old);
    const wanted = wantedShape(old, input);
    const searchable = old.searchable && isTextual(input.type);
    checkFieldRules({ ...old, ...wanted, searchable }, others);
    const fields = tx.getRepository(CustomerField);
    if (staysItself(old.type, input.type)) {
      return { saved: await fields.save(Object.assign(old, wanted)), conversionId: null };
    }
    await this.fields.refuseWhileImporting(tx, id);
    const now = this.clock.now();
    const { id: _id, createdAt: _createdAt, ...kept } = old;
    await fields.update({ id }, { retiredAt: now, searchable: false });
    const saved = await fields.save(fields.create({ ...kept, ...wanted, searchable }));
    checkSearchable([...others, saved]);
    if (old.searchable) await noteAllCustomers(tx);
    return { saved, conversionId: await insertConversion(tx, id, saved.id, now) };
  }
}

/** The field as it would be: choices and restriction are those of the request, otherwise choices that still fit. */
function wantedShape(
  field: CustomerField,
  input: PreviewFieldTypeRequest,
): Pick<CustomerField, 'type' | 'choices' | 'inputRestriction'> {
  const isChoice = input.type === 'single_choice' || input.type === 'multiple_choice';
  return {
    type: input.type,
    choices: input.choices ? changedChoices(field, input.choices) : isChoice ? field.choices : [],
    inputRestriction: input.inputRestriction ?? 'none',
  };
}

function wouldLose(count: number): AppError {
  return new AppError(
    409,
    'values-would-be-lost',
    'Not every value fits the new type: look at the preview, and accept.',
    [{ field: 'type', code: 'values-would-be-lost', message: `${count} values do not fit`, params: { count } }],
  );
}
