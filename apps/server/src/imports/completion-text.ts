import type { Operation, OutcomeClass } from './import.types.js';

/** What the mail about an import's end says. */
export interface Completion {
  readonly operation: Operation;
  /** null: the database */
  readonly groupName: string | null;
  readonly fileName: string;
  readonly counts: Readonly<Record<OutcomeClass, number>>;
  /** what kept it from its end: the file, or failures at the same place */
  readonly stoppedBy: 'file' | 'failures' | null;
  readonly url: string;
}

const OPERATION_WORDS = {
  ja: { register: '登録', delete: '削除', stop: '配信停止', ban: '配信禁止', allow: '配信可能' },
  en: { register: 'Registration', delete: 'Deletion', stop: 'Stop', ban: 'Ban', allow: 'Allow' },
} as const satisfies Record<'ja' | 'en', Record<Operation, string>>;

const STORIES = {
  ja: {
    nothing: '一括処理が完了しました。',
    file: 'ファイルを最後まで読めなかったため、途中で止まりました。止まるまでに処理した行は反映されています。',
    failures:
      '同じところで失敗が続いたため、途中で中止しました。中止するまでに処理した行は反映されています。残りの行は、時間をおいて、もう一度お試しください。',
  },
  en: {
    nothing: 'The bulk operation is done.',
    file: 'The file could not be read to its end. The rows before that point have been applied.',
    failures:
      'It failed at the same place again and again and was given up. The rows before that point have been applied. Try the others again later.',
  },
} as const;

/** Subject and text of the mail, in the language of its reader. It names no customer. */
export function completionText(locale: 'ja' | 'en', done: Completion): { subject: string; text: string } {
  const { operation, groupName, counts } = done;
  const isExclusion = operation === 'delete' && groupName !== null;
  const number = new Intl.NumberFormat(locale === 'ja' ? 'ja-JP' : 'en-US');
  const count = (of: OutcomeClass): string => number.format(counts[of]);
  const file = oneLine(done.fileName);
  if (locale === 'ja') {
    const what = isExclusion ? '除外' : OPERATION_WORDS.ja[operation];
    return {
      subject: `【くばり】一括${what}が${done.stoppedBy ? '途中で止まりました' : '完了しました'}: ${file}`,
      text: lines(
        STORIES.ja[done.stoppedBy ?? 'nothing'],
        '',
        `処理: 一括${what}`,
        `対象: ${groupName === null ? '顧客データベース' : `グループ「${oneLine(groupName)}」`}`,
        `ファイル: ${file}`,
        '',
        `成功: ${count('success')} 件`,
        `失敗: ${count('failed')} 件`,
        `その他: ${count('other')} 件`,
        `配信停止: ${count('stopped')} 件`,
        '',
        '行ごとの結果は、次のページから 10 日間ダウンロードできます。',
        done.url,
      ),
    };
  }
  const what = isExclusion ? 'Removal from the group' : OPERATION_WORDS.en[operation];
  return {
    subject: `[Kubari] ${what} by CSV ${done.stoppedBy ? 'stopped early' : 'is done'}: ${file}`,
    text: lines(
      STORIES.en[done.stoppedBy ?? 'nothing'],
      '',
      `Operation: ${what}`,
      `Target: ${groupName === null ? 'customer database' : `group "${oneLine(groupName)}"`}`,
      `File: ${file}`,
      '',
      `Success: ${count('success')}`,
      `Failed: ${count('failed')}`,
      `Other: ${count('other')}`,
      `Stopped: ${count('stopped')}`,
      '',
      'What became of each row can be downloaded for 10 days:',
      done.url,
    ),
  };
}

const lines = (...parts: readonly string[]): string => `${parts.join('\n')}\n`;

/** Names come from people: no line break of theirs reaches a header or tears the text apart. */
// eslint-disable-next-line no-control-regex -- control characters are what we look for
const oneLine = (name: string): string => name.replaceAll(/[\u0000-\u001F\u007F]+/g, ' ').slice(0, 100);
