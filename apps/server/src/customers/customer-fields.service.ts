import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { AppError, invalidField, notFound } from '../platform/http/app-error.js';
import { SettingsService } from '../settings/settings.service.js';
import { CustomerField } from './customer-field.entity.js';
import { countChoiceUses } from './customer-fields.queries.js';
import type { CreateCustomerFieldRequest, UpdateCustomerFieldRequest } from './customer-fields.dto.js';
import { checkFieldCount, checkFieldRules, checkSearchable, mergeKeyFrom } from './field-rules.js';
import type { FieldChoice } from './field.types.js';
import { noteAllCustomers } from './search/search-index.queries.js';

/** Custom fields (データベース項目): which there are, their rules, their order. */
@Injectable()
export class CustomerFieldsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly settings: SettingsService,
  ) {}

  /** Fields in use, in their order. */
  async list(em: EntityManager = this.db.manager): Promise<CustomerField[]> {
    return (await this.listAll(em)).filter((field) => field.retiredAt === null);
  }

  /** Retired fields too: stored conditions and values may still name them. */
  listAll(em: EntityManager = this.db.manager): Promise<CustomerField[]> {
    return em.getRepository(CustomerField).find({ order: { position: 'asc', id: 'asc' } });
  }

  async create(input: CreateCustomerFieldRequest): Promise<CustomerField> {
    const field: Omit<CustomerField, 'id' | 'createdAt' | 'position'> = {
      label: input.label,
      mergeKey: input.mergeKey || mergeKeyFrom(input.label),
      type: input.type,
      choices: newChoices(input.choices ?? []),
      required: input.required ?? false,
      inputRestriction: input.inputRestriction ?? 'none',
      mergeDefault: input.mergeDefault ?? '',
      searchable: input.searchable ?? false,
      retiredAt: null,
    };
    const { maxCustomerFields } = await this.settings.read();
    return this.changeFields(async (tx, others) => {
      checkFieldRules(field, others);
      checkFieldCount(others.length + 1, maxCustomerFields);
      checkSearchable([...others, field]);
      const position = Math.max(0, ...others.map((other) => other.position)) + 1;
      const fields = tx.getRepository(CustomerField);
      const saved = await fields.save(fields.create({ ...field, position }));
      if (saved.searchable) await noteAllCustomers(tx);
      return saved;
    });
  }

  /** The type is fixed; a choice that customers have cannot be taken away, only retired. */
  async update(id: string, input: UpdateCustomerFieldRequest): Promise<CustomerField> {
    return this.changeFields(async (tx, all) => {
      const field = fieldIn(all, id);
      const others = all.filter((other) => other !== field);
      const wasSearchable = field.searchable;
      if (input.type !== undefined && input.type !== field.type)
        throw invalidField('type', 'field-type-fixed', 'The type of a field cannot change: make a new field.');
      if (input.choices) field.choices = await this.changedChoices(tx, field, input.choices);
      field.label = input.label ?? field.label;
      field.mergeKey = input.mergeKey ?? field.mergeKey;
      field.required = input.required ?? field.required;
      field.inputRestriction = input.inputRestriction ?? field.inputRestriction;
      field.mergeDefault = input.mergeDefault ?? field.mergeDefault;
      field.searchable = input.searchable ?? field.searchable;
      checkFieldRules(field, others);
      checkSearchable(all);
      const saved = await tx.getRepository(CustomerField).save(field);
      if (saved.searchable !== wasSearchable) await noteAllCustomers(tx);
      return saved;
    });
  }

  /** Puts the fields in the given order; every field in use must be named. */
  async order(ids: readonly string[]): Promise<CustomerField[]> {
    return this.changeFields(async (tx, fields) => {
      const wanted = new Set(ids);
      if (wanted.size !== ids.length || ids.length !== fields.length || fields.some(({ id }) => !wanted.has(id)))
        throw invalidField('fieldIds', 'fields-changed', 'must name every field in use once: reload and try again');
      await rowsOf(
        tx,
        `update customer_field f set position = wanted.position
           from unnest($1::bigint[]) with ordinality as wanted (id, position) where f.id = wanted.id`,
        [ids],
      );
      return this.list(tx);
    });
  }

  /** Takes a field out of use; what customers have in it stays in the database. */
  async retire(id: string): Promise<void> {
    await this.changeFields(async (tx, fields) => {
      const field = fieldIn(fields, id);
      await tx.getRepository(CustomerField).update({ id }, { retiredAt: this.clock.now(), searchable: false });
      if (field.searchable) await noteAllCustomers(tx);
    });
  }

  /** One change at a time, so that limits and unique names are checked against what really is there. */
  private changeFields<T>(work: (tx: EntityManager, inUse: CustomerField[]) => Promise<T>): Promise<T> {
    return this.db.tx(async (tx) => {
      await rowsOf(tx, 'lock table customer_field in share row exclusive mode');
      return work(tx, await this.list(tx));
    });
  }

  private async changedChoices(
    tx: EntityManager,
    field: CustomerField,
    input: NonNullable<UpdateCustomerFieldRequest['choices']>,
  ): Promise<FieldChoice[]> {
    const known = new Set(field.choices.map((choice) => choice.id));
    const strange = input.findIndex(({ id }) => id !== undefined && !known.has(id));
    if (strange >= 0) throw invalidField(`choices.${strange}.id`, 'unknown-choice', 'no such choice');
    const kept = new Set(input.map(({ id }) => id));
    const removed = field.choices.filter(({ id }) => !kept.has(id));
    const used = await countChoiceUses(
      tx,
      field,
      removed.map(({ id }) => id),
    );
    if (used > 0)
      throw new AppError(409, 'choice-in-use', 'Customers have a choice that would be removed: retire it instead.', [
        { field: 'choices', code: 'choice-in-use', message: `${used} customers have it`, params: { count: used } },
      ]);
    return newChoices(input);
  }
}

function fieldIn(fields: readonly CustomerField[], id: string): CustomerField {
  const field = fields.find((candidate) => candidate.id === id);
  if (!field) throw notFound('customer-field');
  return field;
}

/** New choices get an id that never changes; renaming one loses no value. */
function newChoices(input: NonNullable<CreateCustomerFieldRequest['choices']>): FieldChoice[] {
  return input.map(({ id, label, retired }) => ({
    id: id ?? `c${randomBytes(4).toString('hex')}`,
    label,
    ...(retired ? { retired } : {}),
  }));
}
