import type { TFunction } from 'i18next';
import type { BulkOperation } from './bulk.api';

/** What an operation does, e.g. 「会員」を配信停止に. */
export function whatOf(operation: BulkOperation, t: TFunction): string {
  const { kind, group, deliveryState } = operation;
  const name = group === null ? '' : (group.name ?? t('bulk.operations.goneGroup'));
  if (kind !== 'set_state') {
    const title = t(`bulk.progress.title.${kind}`);
    return group === null ? title : `${title}: ${t('bulk.operations.inGroup', { group: name })}`;
  }
  const state = t(`groups.state.${(deliveryState ?? 'active') as 'active'}`);
  return group === null
    ? t('bulk.operations.stateAll', { state })
    : t('bulk.operations.stateIn', { group: name, state });
}

/** Whom it means: a selection, everybody, or what a search found. */
export function whoseOf(target: BulkOperation['target'], t: TFunction): string {
  if (target.selectedCount !== null) return t('bulk.operations.chosen', { count: target.selectedCount });
  const isEverybody = Object.values(target.all ?? {}).every((part) => part === undefined);
  return isEverybody ? t('bulk.operations.all') : t('bulk.operations.found');
}

/** What came of it, in sentences; numbers of nobody are left out, but not all of them. */
export function resultOf(operation: BulkOperation, t: TFunction): readonly string[] {
  const { kind, changedCount, alreadyCount, heldBackCount, leftOutCount } = operation;
  return [
    t(`bulk.result.changed.${kind}`, { count: changedCount }),
    ...(heldBackCount > 0 ? [t('bulk.result.heldBack', { count: heldBackCount })] : []),
    ...(alreadyCount > 0 ? [t(`bulk.result.already.${kind}`, { count: alreadyCount })] : []),
    ...(leftOutCount > 0 ? [t(`bulk.result.leftOut.${kind}`, { count: leftOutCount })] : []),
  ];
}

/** Why it failed, in a sentence. */
export function failureOf(code: string, t: TFunction): string {
  return code === 'group-not-found' || code === 'given-up' || code === 'invalid-request'
    ? t(`bulk.result.failure.${code}`)
    : t('bulk.result.failure.other', { code });
}

/** Share that is done, 0 to 1. */
export function shareOf(one: {
  readonly state: string;
  readonly doneCount: number;
  readonly totalCount: number;
}): number {
  if (one.state === 'finished') return 1;
  return one.totalCount === 0 ? 0 : Math.min(1, one.doneCount / one.totalCount);
}
