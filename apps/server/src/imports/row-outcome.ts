import { fieldRefusalEn, fieldRefusalJa } from './field-refusal.js';
import type { OutcomeClass, OutcomeCounts, OutcomeDetail } from './import.types.js';

/** One way a row can end: its stored byte, its class (C-34), and its words in the last column of the result (C-37, C-44). */
interface Outcome {
  readonly code: number;
  readonly class: OutcomeClass;
  readonly ja: (detail: OutcomeDetail) => string;
  readonly en: (detail: OutcomeDetail) => string;
}

const words = (ja: string, en: string) => ({ ja: () => ja, en: () => en });

/** Every outcome there is. Codes are stored: never reuse one (30 was one). */
export const OUTCOMES = {
  registered: { code: 1, class: 'success', ...words('登録', 'registered') },
  overwritten: { code: 2, class: 'success', ...words('上書き更新', 'overwritten') },
  overwrittenHeld: {
    code: 8,
    class: 'success',
    ja: (d) => `上書き更新（このグループでは${stateJa(d)}です）`,
    en: (d) => `overwritten (${stateEn(d)} in this group)`,
  },
  joinedGroup: { code: 3, class: 'success', ...words('グループに追加', 'added to the group') },
  deleted: { code: 4, class: 'success', ...words('削除', 'deleted') },
  excluded: { code: 5, class: 'success', ...words('グループから除外', 'removed from the group') },
  banned: { code: 6, class: 'success', ...words('配信禁止に変更', 'banned') },
  allowed: { code: 7, class: 'success', ...words('配信可能に変更', 'allowed') },
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
  overLimit: {
    code: 14,
    class: 'failed',
    ...words('登録上限を超えています', 'beyond the limit of customers'),
  },
  notInDatabase: {
    code: 15,
    class: 'failed',
    ...words('顧客データベースに登録されていません', 'not in the customer database'),
  },
  notInGroup: { code: 16, class: 'failed', ...words('グループに登録されていません', 'not in the group') },
  alreadyRegistered: { code: 20, class: 'other', ...words('既に登録されています', 'already registered') },
  alreadyRegisteredHeld: {
    code: 26,
    class: 'other',
    ja: (d) => `既に登録されています（このグループでは${stateJa(d)}です）`,
    en: (d) => `already registered (${stateEn(d)} in this group)`,
  },
  twiceInFile: { code: 21, class: 'other', ...words('ファイル内で重複しています', 'twice in the file') },
  alreadyStopped: { code: 22, class: 'other', ...words('すでに配信停止です', 'already stopped') },
  alreadyBanned: { code: 23, class: 'other', ...words('すでに配信禁止です', 'already banned') },
  alreadyAllowed: { code: 24, class: 'other', ...words('すでに配信可能です', 'already allowed') },
  keptBanned: {
    code: 25,
    class: 'other',
    ...words('配信禁止のため、配信停止には変更していません', 'banned, which is stricter than stopped: left as it is'),
  },
  stopped: { code: 31, class: 'stopped', ...words('配信停止に変更', 'stopped') },
  heldBack: {
    code: 32,
    class: 'stopped',
    ja: (d) => `登録しましたが、配信停止にしました: ${heldBackJa(d)}`,
    en: (d) => `registered, but stopped: ${heldBackEn(d)}`,
  },
  notAllowed: {
    code: 33,
    class: 'stopped',
    ja: (d) => `配信可能に変更せず、配信停止のままにしました: ${heldBackJa(d)}`,
    en: (d) => `still stopped, not allowed: ${heldBackEn(d)}`,
  },
} as const satisfies Record<string, Outcome>;

export type OutcomeName = keyof typeof OUTCOMES;

const BY_CODE: ReadonlyMap<number, Outcome> = new Map(
  Object.values(OUTCOMES).map((outcome) => [outcome.code, outcome]),
);

export const OUTCOME_NAMES = Object.keys(OUTCOMES) as OutcomeName[];

/** Which outcomes there were, how often, in the order of the table. */
export function outcomesOf(counts: OutcomeCounts): { name: OutcomeName; class: OutcomeClass; rows: number }[] {
  return OUTCOME_NAMES.flatMap((name) => {
    const { code, class: of } = OUTCOMES[name];
    const rows = counts[code] ?? 0;
    return rows > 0 ? [{ name, class: of, rows }] : [];
  });
}

/** The class of a stored outcome byte. */
export function outcomeClass(code: number): OutcomeClass {
  return known(code).class;
}

/** Rows by class, from rows by outcome. */
export function classCounts(counts: OutcomeCounts): Record<OutcomeClass, number> {
  const byClass = { success: 0, failed: 0, other: 0, stopped: 0 };
  for (const [code, count] of Object.entries(counts)) byClass[outcomeClass(Number(code))] += count;
  return byClass;
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

const stateJa = ({ problem }: OutcomeDetail): string => (problem === 'banned' ? '配信禁止' : '配信停止');

const stateEn = ({ problem }: OutcomeDetail): string => (problem === 'banned' ? 'banned' : 'stopped');

function heldBackJa({ problem, params = {} }: OutcomeDetail): string {
  const on = params.on === undefined ? '' : `${params.on} に`;
  switch (problem) {
    case 'complained':
      return `${on}迷惑メールとして申告されています`;
    case 'banned':
      return `${on}配信禁止にしたアドレスです`;
    case 'sync':
      return '他のグループで配信停止または配信禁止です（配信状態の同期）';
    default:
      return `${on}配信停止になったアドレスです`;
  }
}

function heldBackEn({ problem, params = {} }: OutcomeDetail): string {
  const on = params.on === undefined ? '' : ` on ${params.on}`;
  switch (problem) {
    case 'complained':
      return `reported as spam${on}`;
    case 'banned':
      return `banned${on}`;
    case 'sync':
      return 'stopped or banned in another group (states are synchronised)';
    default:
      return `opted out${on}`;
  }
}
