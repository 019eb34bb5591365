import type { FieldChoice, FieldType } from '../customers/field.types.js';

/** How a merge tag gets its value for a recipient: the field as it was at scheduling. */
export interface FrozenMergeKey {
  readonly key: string;
  readonly fieldId: string;
  readonly type: FieldType;
  readonly choices: readonly FieldChoice[];
  readonly defaultValue: string;
}

/** Merge keys that are no field (M-12); no field can take their names. */
export const SYSTEM_MERGE_KEYS = [
  'email',
  'unsubscribe_url',
  'delivery_date',
  'registered_date',
  'group_name',
  'sender_name',
] as const;
export type SystemMergeKey = (typeof SYSTEM_MERGE_KEYS)[number];
