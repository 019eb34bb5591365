import { EMPTY, type CheckedValue } from './field-check.types.js';
import { looseKey } from './half-width.js';

/** What a checkbox is called in CSV files and mails. */
export const CHECKBOX_TEXTS = { true: 'はい', false: 'いいえ' } as const;

// What files and forms write for a ticked and an unticked box; width and case do not matter.
const YES = ['1', 'true', 'yes', 'y', 'on', 'はい', '○', '〇', '◯', '✓', '✔', '☑', '✅', 'あり', '有', '有り', '済'];
const NO = ['0', 'false', 'no', 'n', 'off', 'いいえ', '×', '✕', '✖', '☐', '❌', 'なし', '無', '無し', '未'];
const YES_PHRASES = ['チェック', 'チェック済', 'チェック済み', 'チェックあり', '同意する'];
const NO_PHRASES = ['未チェック', 'チェックなし', '同意しない'];

const ANSWERS: ReadonlyMap<string, CheckedValue> = new Map([
  ['', EMPTY],
  ...[...YES, ...YES_PHRASES].map((word) => [looseKey(word), { ok: true, value: true }] as const),
  ...[...NO, ...NO_PHRASES].map((word) => [looseKey(word), { ok: true, value: false }] as const),
]);

/** follows a tick that was typed as an emoji */
const EMOJI_STYLE = '\uFE0F';

const NOT_YES_OR_NO: CheckedValue = { ok: false, code: 'not-yes-or-no', params: {} };

/** Stored true or false; nothing at all is "never answered". */
export function checkCheckbox(text: string): CheckedValue {
  return ANSWERS.get(text) ?? ANSWERS.get(looseKey(text.replace(EMOJI_STYLE, ''))) ?? NOT_YES_OR_NO;
}
