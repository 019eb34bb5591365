import { fieldRefusalEn, fieldRefusalJa } from './field-refusal.js';
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
  fieldRefused: { code: 12, class: 'failed', ja: fieldRefusalJa, en: fieldRefusalEn },
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
