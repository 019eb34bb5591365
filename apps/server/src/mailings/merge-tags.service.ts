import { Injectable } from '@nestjs/common';
import type { MergeKey } from '@kubari/mail-render';
import { CustomerField } from '../customers/customer-field.entity.js';
import { compileFieldText } from '../customers/field-values.js';
import type { FieldValues } from '../customers/field.types.js';
import { Database } from '../platform/database/database.js';
import type { MergeTagResponse } from './mailings.dto.js';
import { SYSTEM_MERGE_KEYS, type FrozenMergeKey, type SystemMergeKey } from './merge-key.types.js';

/** Whose values are put in. */
export interface MergeSubject {
  readonly email: string;
  readonly registeredAt: Date | null;
  readonly fieldValues: FieldValues;
}

/** What is the same for everybody in one delivery. */
export interface MergeContext {
  readonly groupName: string;
  readonly senderName: string;
  readonly deliveredAt: Date;
}

/** The merge tags an author may use, and the fields behind them. */
@Injectable()
export class MergeTagsService {
  constructor(private readonly db: Database) {}

  /** Every tag, the system's first, then the fields in their order. */
  async list(): Promise<MergeTagResponse[]> {
    const fields = await this.activeFields();
    return [
      ...SYSTEM_MERGE_KEYS.map((key) => ({
        key,
        kind: 'system' as const,
        label: null,
        fieldId: null,
        defaultValue: '',
      })),
      ...fields.map((field) => ({
        key: field.mergeKey,
        kind: 'field' as const,
        label: field.label,
        fieldId: field.id,
        defaultValue: field.mergeDefault,
      })),
    ];
  }

  /** The fields as they are now, to be kept with a delivery. */
  async freeze(): Promise<FrozenMergeKey[]> {
    const fields = await this.activeFields();
    return fields.map(({ mergeKey, id, type, choices, mergeDefault }) => ({
      key: mergeKey,
      fieldId: id,
      type,
      choices,
      defaultValue: mergeDefault,
    }));
  }

  private activeFields(): Promise<CustomerField[]> {
    return this.db.manager
      .getRepository(CustomerField)
      .createQueryBuilder('f')
      .where('f.retired_at is null')
      .orderBy('f.position')
      .addOrderBy('f.id')
      .getMany();
  }
}

/** The keys as the mail renderer wants them, system keys included. */
export function rendererKeys(keys: readonly FrozenMergeKey[]): MergeKey[] {
  return [
    ...SYSTEM_MERGE_KEYS.map((key) => ({ key })),
    ...keys.map(({ key, defaultValue }) => ({ key, defaultValue })),
  ];
}

/**
 * A function from a person to merge values, made once per delivery. Only keys that occur in `source` (all texts of the
 * mail and its links) are looked up: most mails use two of a hundred fields.
 */
export function mergeValueReader(
  keys: readonly FrozenMergeKey[],
  context: MergeContext,
  source: string,
): (subject: MergeSubject) => Record<string, string> {
  const used = keys
    .filter(({ key }) => source.includes(key))
    .map((field) => ({ key: field.key, fieldId: field.fieldId, textOf: compileFieldText(field) }));
  const common = {
    group_name: context.groupName,
    sender_name: context.senderName,
    delivery_date: tokyoDate(context.deliveredAt),
  };
  const showsRegistration = source.includes('registered_date' satisfies SystemMergeKey);
  return ({ email, registeredAt, fieldValues }) => {
    const values: Record<string, string> = { ...common, email };
    if (showsRegistration && registeredAt) values['registered_date'] = tokyoDate(registeredAt);
    for (const field of used) {
      const value = fieldValues[field.fieldId];
      if (value !== undefined) values[field.key] = field.textOf(value);
    }
    return values;
  };
}

const TOKYO_OFFSET_MS = 9 * 3_600_000;

/** YYYY/MM/DD in Japan, which knows no summer time. */
export function tokyoDate(instant: Date): string {
  return new Date(instant.getTime() + TOKYO_OFFSET_MS).toISOString().slice(0, 10).replaceAll('-', '/');
}
