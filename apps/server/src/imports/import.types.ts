import type { CsvDelimiter, CsvEncoding } from '@kubari/csv';

export const IMPORT_STATES = ['created', 'uploaded', 'queued', 'running', 'finished', 'failed', 'canceled'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const OUTCOME_CLASSES = ['success', 'failed', 'other', 'stopped'] as const;
/** 成功 / 失敗 / その他 / 配信停止 (C-34) */
export type OutcomeClass = (typeof OUTCOME_CLASSES)[number];

/** What each column of the file is: the address, a custom field, or nothing. Index = column. */
export type ColumnTarget = 'ignore' | 'email' | `field:${string}`;

/** How the file is to be read. */
export interface FileFormat {
  readonly encoding: CsvEncoding;
  readonly delimiter: CsvDelimiter;
  readonly hasHeader: boolean;
}

/** What a row's outcome has to say beyond its code: the field it is about, and the limit or choice. */
export interface OutcomeDetail {
  readonly field?: string;
  readonly problem?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}
