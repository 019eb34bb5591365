import type { FieldError } from '../platform/http/app-error.js';
import type { ColumnTarget, ImportSettings } from './import.types.js';
import type { ImportSettingsRequest } from './imports.dto.js';

/** What settings are checked against. */
export interface SettingsGround {
  readonly fieldIds: ReadonlySet<string>;
  readonly groupExists: boolean;
}

/** The settings of a request with what it leaves to us; only registering overwrites. */
export function settingsOf(request: ImportSettingsRequest): ImportSettings {
  const { operation = 'register', encoding, delimiter, hasHeader, mapping } = request;
  const groupId = request.groupId ?? null;
  const overwrite = operation === 'register' && request.overwrite;
  const emptyCells = overwrite ? request.emptyCells : 'keep';
  const target = request.target ?? (groupId === null ? 'database' : 'group');
  return { operation, target, groupId, encoding, delimiter, hasHeader, mapping, overwrite, emptyCells };
}

/** What is wrong with settings, beside the fields it belongs to. */
export function settingsProblems(settings: ImportSettings, ground: SettingsGround): FieldError[] {
  return [...mappingProblems(settings.mapping, ground.fieldIds), ...targetProblems(settings, ground.groupExists)];
}

function targetProblems({ operation, target, groupId }: ImportSettings, groupExists: boolean): FieldError[] {
  if (groupId !== null && !groupExists)
    return [{ field: 'groupId', code: 'group-not-found', message: 'No such group.' }];
  if (target === 'group' && groupId === null)
    return [{ field: 'groupId', code: 'required', message: 'Choose the group.' }];
  if (target === 'database' && groupId !== null)
    return [{ field: 'target', code: 'target-has-no-group', message: 'With a group the target is group.' }];
  if (target === 'database' && operation !== 'register' && operation !== 'delete')
    return [{ field: 'target', code: 'operation-needs-group', message: 'States belong to a group: choose one.' }];
  return [];
}

function mappingProblems(mapping: readonly ColumnTarget[], fieldIds: ReadonlySet<string>): FieldError[] {
  const problems: FieldError[] = [];
  const used = mapping.filter((target) => target !== 'ignore');
  if (!used.includes('email'))
    problems.push({
      field: 'mapping',
      code: 'email-column-missing',
      message: 'Choose the column that holds the e-mail address.',
    });
  if (new Set(used).size < used.length)
    problems.push({ field: 'mapping', code: 'column-twice', message: 'Two columns go to the same field.' });
  const unknown = used.some((target) => target !== 'email' && !fieldIds.has(target.replace(/^field:/, '')));
  if (unknown)
    problems.push({
      field: 'mapping',
      code: 'field-not-found',
      message: 'A column goes to a field that does not exist.',
    });
  return problems;
}
