export type CsvLocale = 'ja' | 'en';

type Labels = Readonly<Record<string, string>>;

const HEADINGS: Readonly<Record<CsvLocale, readonly string[]>> = {
  ja: [
    'メールアドレス',
    '配信結果',
    'エラー種別・除外理由',
    'エラー内容',
    '配信日時',
    '開封日時',
    'クリックURL',
    'クリック日時',
    '配信停止日時',
  ],
  en: [
    'E-mail address',
    'Result',
    'Kind of error or reason',
    'Error',
    'Sent at',
    'Opened at',
    'Clicked URLs',
    'Clicked at',
    'Unsubscribed at',
  ],
};

const STATES: Readonly<Record<CsvLocale, Labels>> = {
  ja: {
    pending: '未送信',
    submitting: '送信中',
    unknown: '確認中',
    held: '保留',
    skipped: '対象外',
    failed: 'エラー(送信失敗)',
    accepted: '成功(送信済み)',
    delayed: '成功(遅延中)',
    delivered: '成功',
    bounced_soft: 'エラー(一時的)',
    bounced_hard: 'エラー(恒久的)',
    rejected: 'エラー(送信拒否)',
    complained: '迷惑メール報告',
  },
  en: {
    pending: 'Not sent yet',
    submitting: 'Being sent',
    unknown: 'In doubt',
    held: 'Held',
    skipped: 'Left out',
    failed: 'Error (not sent)',
    accepted: 'Success (sent)',
    delayed: 'Success (delayed)',
    delivered: 'Success',
    bounced_soft: 'Error (temporary)',
    bounced_hard: 'Error (permanent)',
    rejected: 'Error (rejected)',
    complained: 'Reported as spam',
  },
};

const ERRORS: Readonly<Record<CsvLocale, Labels>> = {
  ja: {
    unknown_user: '宛先不明',
    suppressed: '送信抑制',
    mailbox_full: '容量超過',
    temporary: '一時的なエラー',
    unknown: '原因不明のエラー',
    policy: '受信拒否(ポリシー)',
    message_too_large: 'サイズ超過',
    content_rejected: '内容拒否',
    attachment_rejected: '添付ファイル拒否',
    validation: '宛先検証エラー',
    forwarded: '転送先エラー',
    unsubscribed: '配信停止済み(SES)',
    complaint: '迷惑メール報告',
    rejected_content: '送信拒否(ウイルス検出)',
  },
  en: {
    unknown_user: 'Unknown address',
    suppressed: 'On a suppression list',
    mailbox_full: 'Mailbox full',
    temporary: 'Temporary error',
    unknown: 'Unknown error',
    policy: 'Refused by policy',
    message_too_large: 'Too large',
    content_rejected: 'Content refused',
    attachment_rejected: 'Attachment refused',
    validation: 'Address validation',
    forwarded: 'Forwarding failed',
    unsubscribed: 'Unsubscribed at SES',
    complaint: 'Reported as spam',
    rejected_content: 'Rejected (virus)',
  },
};

const REASONS: Readonly<Record<CsvLocale, Labels>> = {
  ja: {
    filtered_out: '条件に不一致',
    stopped: '配信停止',
    banned: '配信禁止',
    customer_error: 'ステータス エラー',
    invalid_address: 'アドレス不正',
    left_group: 'グループから除外',
    customer_deleted: '顧客削除',
    canceled: '配信取消',
  },
  en: {
    filtered_out: 'Does not match the conditions',
    stopped: 'Unsubscribed',
    banned: 'Banned',
    customer_error: 'Customer in error',
    invalid_address: 'Invalid address',
    left_group: 'Left the group',
    customer_deleted: 'Customer deleted',
    canceled: 'Delivery canceled',
  },
};

/** The first line of the file. */
export const headings = (locale: CsvLocale): readonly string[] => HEADINGS[locale];

/** 配信結果. A word without a label stays as it is, so that nothing disappears from a file. */
export const stateLabel = (state: string, locale: CsvLocale): string => labelOf(STATES[locale], state);

/** エラー種別; empty where there is none. */
export const errorLabel = (kind: string | null, locale: CsvLocale): string =>
  kind === null ? '' : labelOf(ERRORS[locale], kind);

/** Why somebody was left out. */
export const reasonLabel = (reason: string, locale: CsvLocale): string => labelOf(REASONS[locale], reason);

const labelOf = (labels: Labels, word: string): string => (Object.hasOwn(labels, word) ? (labels[word] ?? word) : word);
