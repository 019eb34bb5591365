import { CONSENT_BASES } from '../customers/consent.types.js';
import {
  BooleanField,
  EnumField,
  IdField,
  IntField,
  ObjectField,
  TextField,
  TextListField,
} from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/pagination.js';
import {
  OPERATIONS,
  OUTCOME_CLASSES,
  REPORTS,
  TARGETS,
  type ColumnTarget,
  type ConsentChoice,
  type Operation,
  type OutcomeClass,
  type ReportChoice,
  type TargetKind,
} from './import.types.js';

export const ENCODINGS = ['utf-8', 'cp932'] as const;
export const DELIMITERS = [',', ';', '\t'] as const;

export class CreateImportRequest {
  @TextField({ min: 1, max: 255, description: 'as the user sees it' })
  fileName: string;

  @IntField({ min: 1, max: 2_147_483_647, description: 'size of the file to come' })
  fileBytes: number;
}

export class PreviewQuery {
  @EnumField(ENCODINGS, { optional: true, description: 'instead of what was detected' })
  encoding?: (typeof ENCODINGS)[number];

  @EnumField(DELIMITERS, { optional: true })
  delimiter?: (typeof DELIMITERS)[number];
}

/** What decides what becomes of the rows. */
export class ImportSettingsRequest {
  @EnumField(OPERATIONS, {
    optional: true,
    name: 'ImportOperation',
    description: 'register (the default), delete (from a group: exclude), stop, ban, allow',
  })
  operation?: Operation;

  @EnumField(TARGETS, {
    optional: true,
    name: 'ImportTarget',
    description: 'by default group when groupId is given, else database; stop, ban and allow need a group',
  })
  target?: TargetKind;

  @IdField({ optional: true, nullable: true, description: 'of target group; rows that are registered join it' })
  groupId?: string | null;

  @EnumField(ENCODINGS)
  encoding: (typeof ENCODINGS)[number];

  @EnumField(DELIMITERS)
  delimiter: (typeof DELIMITERS)[number];

  @BooleanField({ description: 'line 1 holds headings' })
  hasHeader: boolean;

  @TextListField({ max: 500, maxLength: 30, description: 'per column: email, ignore or field:<id>' })
  mapping: ColumnTarget[];

  @BooleanField({ description: 'existing customers are updated (C-30); registering only' })
  overwrite: boolean;

  @EnumField(['keep', 'blank'], { description: 'on overwriting, an empty cell keeps or blanks the old value (C-42)' })
  emptyCells: 'keep' | 'blank';
}

export class ImportConsentRequest implements ConsentChoice {
  @EnumField(CONSENT_BASES, { name: 'ConsentBasis', description: 'on what these people may be mailed (J-30)' })
  basis: ConsentChoice['basis'];

  @TextField({ max: 500, description: 'where and when it was obtained, in words' })
  note: string;
}

export class StartImportRequest extends ImportSettingsRequest {
  @ObjectField(() => ImportConsentRequest, {
    optional: true,
    nullable: true,
    description: 'recorded for every customer that is registered (J-33)',
  })
  consent?: ImportConsentRequest | null;

  @EnumField(REPORTS, {
    optional: true,
    name: 'ImportReport',
    description: 'when you get a mail at the end (C-39); always by default',
  })
  report?: ReportChoice;
}

export class ImportListQuery extends PageQuery {}

export class ResultQuery {
  @EnumField(OUTCOME_CLASSES, { optional: true, description: 'only rows of this class' })
  class?: OutcomeClass;

  @EnumField(ENCODINGS, { optional: true, description: 'default: utf-8 with BOM, which Excel reads' })
  encoding?: (typeof ENCODINGS)[number];
}
