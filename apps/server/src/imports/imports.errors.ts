import { AppError, conflict } from '../platform/http/app-error.js';

/** The file is larger than IMPORT_MAX_BYTES. */
export const importTooLarge = (maxBytes: number) =>
  new AppError(413, 'import-too-large', `The file is larger than ${Math.floor(maxBytes / 1_048_576)} MB: split it.`);
/** The connection ended before the whole file had come. */
export const uploadIncomplete = () =>
  new AppError(400, 'upload-incomplete', 'The file did not arrive completely: upload it again.');
/** Nothing but line ends, or nothing at all. */
export const importEmpty = () => new AppError(422, 'import-file-empty', 'The file has no rows.');
/** A file of Excel itself (C-31). */
export const importIsExcel = () =>
  new AppError(422, 'import-file-is-excel', 'This is an Excel workbook: save it as CSV first.');
/** The import is not in a state that allows this. */
export const importStateForbids = (state: string) => conflict('import-state-forbids', `The import is ${state}.`);
/** Ten days after the end the results are gone (C-36). */
export const importResultGone = () =>
  new AppError(410, 'import-result-gone', 'Results are kept ten days; this one is gone.');
/** A day after the end what was before is forgotten. */
export const importUndoTooLate = () =>
  conflict('import-undo-too-late', 'An import can be taken back within 24 hours of its end; this one cannot any more.');
/** Nothing is remembered of it: it changed nothing, or was taken back already. */
export const importUndoEmpty = () =>
  conflict('import-undo-empty', 'This import changed nothing that could be taken back.');
/** An operation by CSV takes what the same on the screen takes. */
export const importNotPermitted = (permission: string) =>
  new AppError(403, 'not-permitted', `This operation needs the permission ${permission} as well.`);
