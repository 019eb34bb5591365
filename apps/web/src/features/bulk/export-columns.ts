import type { TFunction } from 'i18next';
import type { SortableItem } from '../../ui/sortable-list';
import type { CustomerField } from '../customers/customer-fields.api';
import type { ExportEncoding } from './bulk.api';

const BEFORE_FIELDS = ['email'] as const;
const AFTER_FIELDS = ['status', 'error_count', 'registered_via', 'groups', 'created_at', 'updated_at'] as const;
const RARE = ['status_changed_at'] as const;
/** C-17: only a group knows them. */
const OF_GROUP = ['delivery_state', 'stopped_at', 'stopped_via', 'joined_at'] as const;

/** Every column a file can have, in the order they are offered. */
export function exportChoices(
  t: TFunction,
  fields: readonly CustomerField[],
  isGroup: boolean,
): readonly SortableItem[] {
  const system = (
    keys: readonly (typeof BEFORE_FIELDS | typeof AFTER_FIELDS | typeof RARE | typeof OF_GROUP)[number][],
  ) => keys.map((key) => ({ key, label: t(`bulk.export.column.${key}`) }));
  return [
    ...system(BEFORE_FIELDS),
    ...fields.map((field) => ({ key: `field:${field.id}`, label: field.label })),
    ...system(AFTER_FIELDS),
    ...system(RARE),
    ...(isGroup ? system(OF_GROUP) : []),
  ];
}

/** What is proposed the first time: address and fields, which can be imported again, then what the system knows. */
export function defaultExportColumns(fields: readonly CustomerField[], isGroup: boolean): readonly string[] {
  return [
    'email',
    ...fields.map((field) => `field:${field.id}`),
    'status',
    'error_count',
    ...(isGroup ? ['delivery_state', 'stopped_at', 'stopped_via'] : []),
    'created_at',
    'updated_at',
  ];
}

/** How files are written, remembered in this browser. */
export interface ExportFormat {
  readonly encoding: ExportEncoding;
  readonly hasHeader: boolean;
}

export const FIRST_FORMAT: ExportFormat = { encoding: 'utf-8', hasHeader: true };
