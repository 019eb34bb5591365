export type ExportLocale = 'ja' | 'en';

type Labels = Readonly<Record<string, string>>;

const HEADINGS = {
  ja: {
    email: 'メールアドレス',
    status: 'ステータス',
    error_count: 'エラー回数',
    status_changed_at: 'ステータス変更日時',
    registered_via: '登録経路',
    created_at: '登録日時',
    updated_at: '更新日時',
    groups: 'グループ',
    delivery_state: '配信状態',
    stopped_at: '配信停止日時',
    stopped_via: '配信停止方法',
    joined_at: 'グループ追加日時',
  },
  en: {
    email: 'E-mail',
    status: 'Status',
    error_count: 'Errors',
    status_changed_at: 'Status changed at',
    registered_via: 'Registered by',
    created_at: 'Registered at',
    updated_at: 'Updated at',
    groups: 'Groups',
    delivery_state: 'Delivery state',
    stopped_at: 'Stopped at',
    stopped_via: 'Stopped by',
    joined_at: 'Added to group at',
  },
} as const satisfies Readonly<Record<ExportLocale, Labels>>;

/** The columns that are not custom fields. */
export type SystemColumn = keyof (typeof HEADINGS)['ja'];

const STATUSES: Readonly<Record<ExportLocale, Labels>> = {
  ja: { ok: 'OK', error: 'エラー' },
  en: { ok: 'OK', error: 'Error' },
};

/** Ways of registration, and of changing a delivery state: the words of groups/group.types.ts. */
const WAYS: Readonly<Record<ExportLocale, Labels>> = {
  ja: {
    screen: '管理画面',
    csv: 'CSV',
    api: 'API',
    form: 'フォーム',
    demo: 'デモデータ',
    one_click: 'ワンクリック解除',
    unsubscribe_page: '解除ページ',
    complaint: '迷惑メール報告',
  },
  en: {
    screen: 'Dashboard',
    csv: 'CSV',
    api: 'API',
    form: 'Form',
    demo: 'Demo data',
    one_click: 'One-click unsubscribe',
    unsubscribe_page: 'Unsubscribe page',
    complaint: 'Reported as spam',
  },
};

const DELIVERY_STATES: Readonly<Record<ExportLocale, Labels>> = {
  ja: { active: '配信可能', stopped: '配信停止', banned: '配信禁止' },
  en: { active: 'Active', stopped: 'Stopped', banned: 'Banned' },
};

export const SYSTEM_COLUMNS = Object.keys(HEADINGS.ja) as SystemColumn[];

export const headingOf = (column: SystemColumn, locale: ExportLocale): string => HEADINGS[locale][column];
export const statusLabel = (status: string, locale: ExportLocale): string => labelOf(STATUSES[locale], status);
export const wayLabel = (way: string, locale: ExportLocale): string => labelOf(WAYS[locale], way);
export const stateLabel = (state: string, locale: ExportLocale): string => labelOf(DELIVERY_STATES[locale], state);

/** A word without a label stays as it is, so that nothing disappears from a file. */
const labelOf = (labels: Labels, word: string): string => (Object.hasOwn(labels, word) ? (labels[word] ?? word) : word);
