import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database, rowsOf } from '../platform/database/database.js';
import { AppError, conflict, invalidField, notFound } from '../platform/http/app-error.js';
import { SettingsService } from '../settings/settings.service.js';
import { CustomerField } from './customer-field.entity.js';
import { countChoiceUses } from './customer-fields.queries.js';
import type { CreateCustomerFieldRequest, UpdateCustomerFieldRequest } from './customer-fields.dto.js';
import type { RestoreCustomerFieldRequest } from './field-type-changes.dto.js';
import {
  countChoicesInUndo,
  countCustomersWithValue,
  countOpenConversionsOf,
  countScheduledDeliveries,
  countSegmentsOn,
  isBeingImported,
  lockFields,
} from './field-conversion.queries.js';
import { changedChoices, checkFieldCount, checkFieldRules, checkSearchable, mergeKeyFrom } from './field-rules.js';
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
      choices: changedChoices({ choices: [] }, input.choices ?? []),
      required: input.required ?? false,
      inputRestriction: input.inputRestriction ?? 'none',
      mergeDefault: input.mergeDefault ?? '',
      searchable: input.searchable ?? false,
      retiredAt: null,
    };
    const { maxCustomerFields } = await this.settings.read();
    return this.change(async (tx, others) => {
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

  /**
   * The type changes apart, by FieldTypeChanges. A choice that customers have, or that an undo would give them again,
   * cannot be taken away, only retired.
   */
  async update(id: string, input: UpdateCustomerFieldRequest): Promise<CustomerField> {
    return this.change(async (tx, all) => {
      const field = fieldIn(all, id);
      const others = all.filter((other) => other !== field);
      const wasSearchable = field.searchable;
      if (input.type !== undefined && input.type !== field.type)
        throw invalidField('type', 'type-changes-apart', 'The type changes by PUT …/type, which loses no value.');
      if (input.choices) field.choices = await this.keepUsedChoices(tx, field, input.choices);
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
    return this.change(async (tx, fields) => {
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
    await this.change(async (tx, fields) => {
      const field = fieldIn(fields, id);
      await this.refuseWhileConverting(tx, id);
      await tx.getRepository(CustomerField).update({ id }, { retiredAt: this.clock.now(), searchable: false });
      if (field.searchable) await noteAllCustomers(tx);
    });
  }

  /** 409 while the values of a field, or those it is made of, are being converted. */
  async refuseWhileConverting(tx: EntityManager, id: string): Promise<void> {
    if ((await countOpenConversionsOf(tx, id)) > 0)
      throw conflict('field-is-converting', 'The values of this field are being converted: wait until that has ended.');
  }

  /** 409 while an import that fills the field waits, runs or is being taken back. */
  async refuseWhileImporting(tx: EntityManager, id: string): Promise<void> {
    if (await isBeingImported(tx, id))
      throw conflict('field-is-being-imported', 'An import fills this field: change it when that has ended.');
  }

  /** Fields taken out of use, the latest first; what customers have in them is still there. */
  async listRetired(): Promise<CustomerField[]> {
    const retired = (await this.listAll()).flatMap((field) =>
      field.retiredAt ? [{ field, at: field.retiredAt }] : [],
    );
    return retired.sort((a, b) => b.at.getTime() - a.at.getTime()).map(({ field }) => field);
  }

  /** Brings a retired field back, at the end of the list, with every value it had. Its names must be free, or be given anew. */
  async restore(id: string, names: RestoreCustomerFieldRequest): Promise<CustomerField> {
    const { maxCustomerFields } = await this.settings.read();
    return this.change(async (tx, others) => {
      const field = await tx.getRepository(CustomerField).findOneBy({ id });
      if (!field?.retiredAt) throw notFound('customer-field');
      await this.refuseWhileConverting(tx, id);
      field.retiredAt = null;
      field.label = names.label ?? field.label;
      field.mergeKey = names.mergeKey ?? field.mergeKey;
      field.position = Math.max(0, ...others.map((other) => other.position)) + 1;
      checkFieldRules(field, others);
      checkFieldCount(others.length + 1, maxCustomerFields);
      // customers indexed meanwhile lack what the index knows of fields in use
      await noteAllCustomers(tx);
      return tx.getRepository(CustomerField).save(field);
    });
  }

  /** How many customers have a value of the field in use or retired, and how many deliveries to come and segments speak of it. */
  async usage(id: string): Promise<{ customerCount: number; scheduledDeliveryCount: number; segmentCount: number }> {
    const field = await this.db.manager.getRepository(CustomerField).findOneBy({ id });
    if (!field) throw notFound('customer-field');
    return {
      customerCount: await countCustomersWithValue(this.db.manager, id),
      scheduledDeliveryCount: await countScheduledDeliveries(this.db.manager, field),
      segmentCount: await countSegmentsOn(this.db.manager, id),
    };
  }

  /** One change at a time, so that limits and unique names are checked against what really is there. */
  change<T>(work: (tx: EntityManager, inUse: CustomerField[]) => Promise<T>): Promise<T> {
    return this.db.tx(async (tx) => {
      await lockFields(tx);
      return work(tx, await this.list(tx));
    });
  }

  private async keepUsedChoices(
    tx: EntityManager,
    field: CustomerField,
    input: NonNullable<UpdateCustomerFieldRequest['choices']>,
  ): Promise<FieldChoice[]> {
    const choices = changedChoices(field, input);
    const kept = new Set(input.map(({ id }) => id));
    const removed = field.choices.flatMap(({ id }) => (kept.has(id) ? [] : id));
    if (removed.length === 0) return choices;
    await this.refuseWhileImporting(tx, field.id);
    const used = await countChoiceUses(tx, field, removed);
    if (used > 0)
      throw choiceConflict('choice-in-use', 'Customers have a choice that would be removed: retire it instead.', used);
    const remembered = await countChoicesInUndo(tx, field, removed);
    if (remembered > 0)
      throw choiceConflict(
        'choice-in-undo',
        'Taking back an import of the last 24 hours would give customers the choice again: retire it instead.',
        remembered,
      );
    return choices;
  }
}

const choiceConflict = (code: string, title: string, count: number): AppError =>
  new AppError(409, code, title, [{ field: 'choices', code, message: `${count} customers`, params: { count } }]);

/** The field of that id among those in use; 404 when there is none. */
export function fieldIn(fields: readonly CustomerField[], id: string): CustomerField {
  const field = fields.find((candidate) => candidate.id === id);
  if (!field) throw notFound('customer-field');
  return field;
}
