import type { CsvDelimiter, CsvEncoding } from '@kubari/csv';
import type { ConsentBasis } from '../customers/consent.types.js';

export const IMPORT_STATES = [
  'created',
  'uploaded',
  'queued',
  'running',
  'finished',
  'failed',
  'canceled',
  'undoing',
  'undone',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

export const OPERATIONS = ['register', 'delete', 'stop', 'ban', 'allow'] as const;
/** 登録 / 削除・除外 / 停止 / 禁止 / 可能 (product.md §2.4) */
export type Operation = (typeof OPERATIONS)[number];

export const TARGETS = ['database', 'group'] as const;
/** What the operation is done to; step plans will be a third kind. */
export type TargetKind = (typeof TARGETS)[number];

export const REPORTS = ['never', 'always', 'errors'] as const;
/** When the user who ran it gets a mail at the end (C-38, C-39). */
export type ReportChoice = (typeof REPORTS)[number];

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

/** Everything that decides what becomes of a row: the same settings over the same data give the same outcomes. */
export interface ImportSettings extends FileFormat {
  readonly operation: Operation;
  readonly target: TargetKind;
  /** of target group; for registrations also the group that the rows join */
  readonly groupId: string | null;
  readonly mapping: readonly ColumnTarget[];
  /** existing customers are updated (C-30) */
  readonly overwrite: boolean;
  /** on overwriting, an empty cell keeps or blanks the old value (C-42) */
  readonly emptyCells: 'keep' | 'blank';
}

/** On what the people of the file may be mailed (J-30, J-33). */
export interface ConsentChoice {
  readonly basis: ConsentBasis;
  readonly note: string;
}

/** What a row's outcome has to say beyond its code: the field it is about, the limit or choice, why it is held back. */
export interface OutcomeDetail {
  readonly field?: string;
  readonly problem?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Rows by outcome code, as stored: {"1": 1200, "21": 3}. */
export type OutcomeCounts = Readonly<Record<string, number>>;

/** Starts of a run, an undo or a rehearsal that come to nothing; then it is given up instead of being tried for ever. */
export const MOST_STARTS = 10;
/** An import may be taken back for so long after its end. */
export const UNDO_HOURS = 24;
/** Results are kept for so long after the end (C-36). */
export const RESULT_DAYS = 10;
