import type { OutcomeClass, OutcomeDetail } from './import.types.js';

/** One way a row can end: its stored byte, its class (C-34), and its words in the last column of the result (C-37, C-44). */
interface Outcome {
  readonly code: number;
  readonly class: OutcomeClass;
  readonly ja: (detail: OutcomeDetail) => string;
  readonly en: (detail: OutcomeDetail) => string;
}

const words = (ja: string, en: string) => ({ ja: () => ja, en: () => en });

/** Every outcome there is. Codes are stored: never reuse one. */
export const OUTCOMES = {
  registered: { code: 1, class: 'success', ...words('登録', 'registered') },
  overwritten: { code: 2, class: 'success', ...words('上書き更新', 'overwritten') },
  joinedGroup: { code: 3, class: 'success', ...words('グループに追加', 'added to the group') },
  addressMissing: { code: 10, class: 'failed', ...words('メールアドレスがありません', 'no e-mail address') },
  addressMalformed: {
    code: 11,
    class: 'failed',
    ...words('メールアドレスの形式が正しくありません', 'not an e-mail address'),
  },
  fieldRefused: { code: 12, class: 'failed', ja: fieldRefusedJa, en: fieldRefusedEn },
  fieldRequired: {
    code: 13,
    class: 'failed',
    ja: (d) => `【${d.field ?? ''}】を入力してください`,
    en: (d) => `[${d.field ?? ''}] must not be empty`,
  },
  alreadyRegistered: { code: 20, class: 'other', ...words('既に登録されています', 'already registered') },
  twiceInFile: { code: 21, class: 'other', ...words('ファイル内で重複しています', 'twice in the file') },
  keptStopped: {
    code: 30,
    class: 'stopped',
    ...words(
      '登録しましたが、このグループでは配信停止または配信禁止のままです',
      'registered, but still stopped or banned in this group',
    ),
  },
} as const satisfies Record<string, Outcome>;

export type OutcomeName = keyof typeof OUTCOMES;

const BY_CODE: ReadonlyMap<number, Outcome> = new Map(
  Object.values(OUTCOMES).map((outcome) => [outcome.code, outcome]),
);

/** The class of a stored outcome byte. */
export function outcomeClass(code: number): OutcomeClass {
  return known(code).class;
}

/** The words of a stored outcome byte for the result file. */
export function outcomeText(code: number, detail: OutcomeDetail, locale: 'ja' | 'en'): string {
  return known(code)[locale](detail);
}

function known(code: number): Outcome {
  const outcome = BY_CODE.get(code);
  if (!outcome) throw new Error(`Unknown outcome code ${code}`);
  return outcome;
}

function fieldRefusedJa({ field = '', problem, params = {} }: OutcomeDetail): string {
  const name = `【${field}】`;
  switch (problem) {
    case 'too-long':
      return `${name}は${params.max}文字以内で入力してください`;
    case 'control-character':
      return `${name}に使えない文字があります`;
    case 'not-a-number':
      return `${name}の数値が正しくありません`;
    case 'not-a-date':
      return `${name}の日付が正しくありません`;
    case 'unknown-choice':
      return `${name}の選択肢にない値です: ${params.choice ?? ''}`;
    case 'several-choices':
      return `${name}は1つだけ選んでください`;
    case 'not-yes-or-no':
      return `${name}は「はい」か「いいえ」で入力してください`;
    case 'not-a-prefecture':
      return `${name}が都道府県名ではありません: ${params.text ?? ''}`;
    case 'not-a-phone-number':
      return `${name}の電話番号が正しくありません（市外局番から10桁か11桁、海外は+で始めてください）`;
    case 'not-a-postal-code':
      return `${name}の郵便番号が正しくありません（7桁の数字）`;
    default:
      return `${name}の値が正しくありません`;
  }
}

function fieldRefusedEn({ field = '', problem, params = {} }: OutcomeDetail): string {
  const name = `[${field}]`;
  switch (problem) {
    case 'too-long':
      return `${name} must have at most ${params.max} characters`;
    case 'control-character':
      return `${name} holds a character that cannot be used`;
    case 'not-a-number':
      return `${name} is not a number`;
    case 'not-a-date':
      return `${name} is not a date`;
    case 'unknown-choice':
      return `${name} has no such choice: ${params.choice ?? ''}`;
    case 'several-choices':
      return `${name} takes one choice only`;
    case 'not-yes-or-no':
      return `${name} must be yes or no`;
    case 'not-a-prefecture':
      return `${name} is not a prefecture of Japan: ${params.text ?? ''}`;
    case 'not-a-phone-number':
      return `${name} is not a telephone number (10 or 11 digits with the area code, or + and the country code)`;
    case 'not-a-postal-code':
      return `${name} is not a postal code (7 digits)`;
    default:
      return `${name} has a wrong value`;
  }
}
