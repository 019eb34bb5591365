/** 日本語の文言: Ctrl-K の検索 */
export const search = {
  placeholder: 'ページ、操作、顧客を検索…',
  actions: '操作',
  pages: 'ページ',
  nothing: '見つかりません',
  composeText: '新しい一斉配信メールを作成します',
  import: '顧客をインポート',
  importText: 'CSV ファイルから取り込みます',
} as const;
