import type { Permission } from '../users/session.api';
import type { Import, ImportSetup, Operation, OutcomeName } from './imports.api';

/** What is chosen about an operation and its target. */
export type OperationSetup = Pick<ImportSetup, 'operation' | 'target' | 'groupId'>;

/** 削除 from a group is called 除外. */
export const operationKey = ({ operation, target }: Pick<Import, 'operation' | 'target'>): Operation | 'exclude' =>
  operation === 'delete' && target === 'group' ? 'exclude' : operation;

/** The setup after another operation was chosen: the group stays, the target is what the operation can have. */
export function withOperation(setup: OperationSetup, operation: Operation): OperationSetup {
  const needsGroup = operation !== 'register' && operation !== 'delete';
  const target = needsGroup || (operation === 'register' && setup.groupId !== null) ? 'group' : 'database';
  return { operation, target, groupId: target === 'database' ? null : setup.groupId };
}

/** Whether the target is named. */
export const hasTarget = ({ target, groupId }: OperationSetup): boolean => target === 'database' || groupId !== null;

/** What an operation needs beside customer.import; the server asks for the same. */
export function permissionsToRun({ operation, target }: Pick<Import, 'operation' | 'target'>): Permission[] {
  if (target === 'group') return ['group.write'];
  return operation === 'delete' ? ['customer.delete'] : [];
}

/** What taking it back needs: to undo a registration is to delete customers. */
export function permissionsToUndo(done: Pick<Import, 'operation' | 'target'>): Permission[] {
  return [...permissionsToRun(done), ...(done.operation === 'register' ? (['customer.delete'] as const) : [])];
}

/** What the operation does to people that they, or we, would rather know of beforehand: outcomes to be confirmed. */
export const CONFIRMED: Partial<Record<Operation | 'exclude', OutcomeName>> = {
  delete: 'deleted',
  exclude: 'excluded',
  stop: 'stopped',
  ban: 'banned',
  allow: 'allowed',
};

/** Rows with one outcome. */
export function rowsOf(outcomes: Import['outcomes'], ...names: readonly OutcomeName[]): number {
  return outcomes.reduce((sum, one) => (names.includes(one.outcome) ? sum + one.rows : sum), 0);
}
