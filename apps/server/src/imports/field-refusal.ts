import type { FieldValueProblem } from '../customers/field-check.types.js';
import type { OutcomeDetail } from './import.types.js';

type Params = NonNullable<OutcomeDetail['params']>;

/** What is wrong with a cell, in the words of the result file; the name of the field comes first (C-44, C-06). */
const WORDS: Readonly<
  Record<FieldValueProblem, { readonly ja: (p: Params) => string; readonly en: (p: Params) => string }>
> = {
  'too-long': { ja: (p) => `は${p.max}文字以内で入力してください`, en: (p) => `must have at most ${p.max} characters` },
  'control-character': { ja: () => 'に使えない文字があります', en: () => 'holds a character that cannot be used' },
  'not-a-number': { ja: () => 'の数値が正しくありません', en: () => 'is not a number' },
  'not-a-date': { ja: () => 'の日付が正しくありません', en: () => 'is not a date' },
  'unknown-choice': {
    ja: (p) => `の選択肢にない値です: ${p.choice ?? ''}`,
    en: (p) => `has no such choice: ${p.choice ?? ''}`,
  },
  'several-choices': { ja: () => 'は1つだけ選んでください', en: () => 'takes one choice only' },
  'not-yes-or-no': { ja: () => 'は「はい」か「いいえ」で入力してください', en: () => 'must be yes or no' },
  'not-a-prefecture': {
    ja: (p) => `が都道府県名ではありません: ${p.text ?? ''}`,
    en: (p) => `is not a prefecture of Japan: ${p.text ?? ''}`,
  },
  'not-a-phone-number': {
    ja: () => 'の電話番号が正しくありません（市外局番から10桁か11桁、海外は+で始めてください）',
    en: () => 'is not a telephone number (10 or 11 digits with the area code, or + and the country code)',
  },
  'not-a-postal-code': {
    ja: () => 'の郵便番号が正しくありません（7桁の数字）',
    en: () => 'is not a postal code (7 digits)',
  },
  'not-full-width': { ja: () => 'は全角で入力してください', en: () => 'must be full-width characters only' },
  'not-half-width': { ja: () => 'は半角で入力してください', en: () => 'must be half-width characters only' },
  'not-half-width-alphanumeric': {
    ja: () => 'は半角英数字で入力してください',
    en: () => 'must be half-width letters and digits only',
  },
  'not-half-width-digits': { ja: () => 'は半角数字で入力してください', en: () => 'must be half-width digits only' },
  'not-full-width-katakana': {
    ja: () => 'は全角カタカナで入力してください',
    en: () => 'must be full-width katakana only',
  },
  'not-hiragana': { ja: () => 'はひらがなで入力してください', en: () => 'must be hiragana only' },
  'not-an-email': {
    ja: () => 'はメールアドレスの形式（半角）で入力してください',
    en: () => 'must be an e-mail address',
  },
  'not-a-url': {
    ja: () => 'はhttps:// から始まるURLで入力してください',
    en: () => 'must be a URL that begins with https://',
  },
};

/** 【お名前】は全角で入力してください */
export function fieldRefusalJa({ field = '', problem, params = {} }: OutcomeDetail): string {
  return `【${field}】${isKnown(problem) ? WORDS[problem].ja(params) : 'の値が正しくありません'}`;
}

/** [Name] must be full-width characters only */
export function fieldRefusalEn({ field = '', problem, params = {} }: OutcomeDetail): string {
  return `[${field}] ${isKnown(problem) ? WORDS[problem].en(params) : 'has a wrong value'}`;
}

/** Stored results may name problems that no longer exist. */
function isKnown(problem: string | undefined): problem is FieldValueProblem {
  return problem !== undefined && problem in WORDS;
}
