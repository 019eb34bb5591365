import { AppError, conflict, invalidField } from '../../platform/http/app-error.js';

/** The search finds another number of customers than the person agreed to: look again. */
export const countChanged = (count: number) =>
  new AppError(409, 'count-changed', `The search finds ${count} customers now: look at them and confirm again.`, [
    { field: 'expectedCount', code: 'count-changed', message: `${count} customers are found now`, params: { count } },
  ]);
/** What cannot be undone is done by number only. */
export const countMissing = () =>
  invalidField('expectedCount', 'required', 'say how many customers are meant: this cannot be undone');
/** Nobody is meant. */
export const nobodyFound = () => invalidField('target', 'nobody-found', 'no customer is found');
/** It has ended. */
export const operationStateForbids = (state: string) =>
  conflict('bulk-operation-state-forbids', `The operation is ${state}.`);
