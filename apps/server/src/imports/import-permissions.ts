import type { Permission } from '../users/permissions.js';
import type { CurrentUserInfo } from '../users/requires.decorator.js';
import type { ImportSettings } from './import.types.js';
import { importNotPermitted } from './imports.errors.js';

type Done = Pick<ImportSettings, 'operation' | 'target'>;

/** What an operation needs beside customer.import: what doing the same on the screen needs. */
export function permissionsToRun({ operation, target }: Done): Permission[] {
  if (target === 'group') return ['group.write'];
  return operation === 'delete' ? ['customer.delete'] : [];
}

/** What taking an operation back needs: as much as doing it, and to undo a registration is to delete customers. */
export function permissionsToUndo(done: Done): Permission[] {
  return [...permissionsToRun(done), ...(done.operation === 'register' ? (['customer.delete'] as const) : [])];
}

/** 403 with the first permission that the user lacks. */
export function assertPermitted(user: CurrentUserInfo, needed: readonly Permission[]): void {
  const lacking = needed.find((permission) => !user.permissions.includes(permission));
  if (lacking !== undefined) throw importNotPermitted(lacking);
}
