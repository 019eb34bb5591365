import type { FieldChoice, FieldType, FieldValue, InputRestriction } from './field.types.js';

/** What checking and showing a value needs to know of a field; a CustomerField row is one. */
export interface FieldShape {
  readonly type: FieldType;
  readonly choices: readonly FieldChoice[];
  /** absent: none */
  readonly inputRestriction?: InputRestriction | undefined;
}

/** Why a text is not a value of its field; the dashboard and the result CSV translate it (C-44). */
export type FieldValueProblem =
  | 'too-long'
  | 'control-character'
  | 'not-a-number'
  | 'not-a-date'
  | 'unknown-choice'
  | 'several-choices'
  | 'not-yes-or-no'
  | 'not-a-prefecture'
  | 'not-a-phone-number'
  | 'not-a-postal-code'
  | 'not-full-width'
  | 'not-half-width'
  | 'not-half-width-alphanumeric'
  | 'not-half-width-digits'
  | 'not-full-width-katakana'
  | 'not-hiragana'
  | 'not-an-email'
  | 'not-a-url';

/** The outcome of checking one cell; null is an empty value. Whether empty is allowed is the caller's rule. */
export type CheckedValue =
  | { readonly ok: true; readonly value: FieldValue | null }
  | {
      readonly ok: false;
      readonly code: FieldValueProblem;
      readonly params: Readonly<Record<string, string | number>>;
    };

export type FieldCheck = (text: string) => CheckedValue;

/** A cell without a value. */
export const EMPTY: CheckedValue = { ok: true, value: null };
