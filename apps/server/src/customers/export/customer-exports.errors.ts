import { AppError, conflict } from '../../platform/http/app-error.js';

/** It has ended, or it has not. */
export const exportStateForbids = (state: string) => conflict('export-state-forbids', `The export is ${state}.`);
/** A file can be had for a day. */
export const exportGone = () =>
  new AppError(410, 'export-gone', 'The file was kept for 24 hours and is gone: order it again.');
