import type { FieldChoice, FieldType } from '../customers/field.types.js';

/** How a merge tag gets its value for a recipient: the field as it was at scheduling. */
export interface FrozenMergeKey {
  readonly key: string;
  readonly fieldId: string;
  readonly type: FieldType;
  readonly choices: readonly FieldChoice[];
  readonly defaultValue: string;
}
