import type { FieldChoice, FieldType } from '../customers/field.types.js';

/** A custom field of the demo; `key` names it in the code and is its merge key. */
export interface DemoField {
  readonly key: DemoFieldKey;
  readonly label: string;
  readonly type: FieldType;
  readonly choices: readonly FieldChoice[];
  readonly mergeDefault: string;
  readonly searchable: boolean;
}

export type DemoFieldKey =
  | 'name'
  | 'kana'
  | 'member_no'
  | 'prefecture'
  | 'birthday'
  | 'rank'
  | 'points'
  | 'interests'
  | 'memo';

const choices = (prefix: string, labels: readonly string[]): FieldChoice[] =>
  labels.map((label, i) => ({ id: `${prefix}${String(i + 1).padStart(2, '0')}`, label }));

export const RANKS = choices('rank', ['レギュラー', 'シルバー', 'ゴールド', 'プラチナ']);
export const INTERESTS = choices('int', ['コーヒー豆', '焼き菓子', 'ギフト', '器・雑貨', 'ワークショップ']);

const field = (
  key: DemoFieldKey,
  label: string,
  type: FieldType,
  more: Partial<Pick<DemoField, 'choices' | 'mergeDefault' | 'searchable'>> = {},
): DemoField => ({ key, label, type, choices: [], mergeDefault: '', searchable: false, ...more });

/** In the order of the forms. */
export const DEMO_FIELDS: readonly DemoField[] = [
  field('name', 'お名前', 'text', { mergeDefault: 'お客', searchable: true }),
  field('kana', 'フリガナ', 'text', { searchable: true }),
  field('member_no', '会員番号', 'text', { searchable: true }),
  field('prefecture', '都道府県', 'prefecture'),
  field('birthday', '生年月日', 'date'),
  field('rank', '会員ランク', 'single_choice', { choices: RANKS, mergeDefault: 'レギュラー', searchable: true }),
  field('points', 'ポイント', 'number', { mergeDefault: '0' }),
  field('interests', 'ご興味', 'multiple_choice', { choices: INTERESTS }),
  field('memo', 'メモ', 'long_text'),
];
