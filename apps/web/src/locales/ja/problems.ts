/** 日本語の文言: API が断った理由(code)ごとに、次にすることが分かる文 */
export const problems = {
  unexpected: '予期しないエラーが発生しました。再読み込みしてもう一度お試しください。',
  'internal-error': 'サーバーでエラーが発生しました。時間をおいてもう一度お試しください。',
  'network-unreachable': 'サーバーに接続できません。ネットワークを確認して、もう一度お試しください。',
  'invalid-request': '入力内容に誤りがあります。赤い表示の項目を直してください。',
  'malformed-request': 'リクエストを読み取れませんでした。再読み込みしてもう一度お試しください。',
  'malformed-cursor': '一覧の続きを読み込めませんでした。再読み込みしてください。',
  'not-signed-in': 'サインインの有効期限が切れました。もう一度サインインしてください。',
  'not-permitted': 'この操作の権限がありません。管理者に依頼してください。',
  'csrf-refused':
    '画面を開いてから時間が経ったため、操作を確認できませんでした。再読み込みしてもう一度お試しください。',
  'origin-refused':
    '設定された管理画面の URL(DASHBOARD_URL)以外からは操作できません。正しい URL で開き直してください。',
  'sign-in-failed': 'メールアドレスまたはパスワードが正しくありません。',
  'sign-in-locked': '失敗が続いたため、一時的にサインインを止めています。しばらくしてからお試しください。',
  'setup-token-refused': 'トークンが正しくないか、使用済みです。サーバーが最後に表示したものを入力してください。',
  'setup-done': '最初の管理者はすでに登録されています。サインインしてください。',
  'last-administrator': '有効な管理者が 1 人だけになるため変更できません。先にほかの管理者を追加してください。',
  'not-found': '見つかりません。削除された可能性があります。',
  'request-too-large': 'データが大きすぎます。分けてお試しください。',
  'too-many-requests': '操作が多すぎます。少し待ってからお試しください。',
} as const;

/** 項目ごとの誤り(code)の文 */
export const fieldProblems = {
  unknown: '正しくありません',
  'is-email': 'メールアドレスの形式で入力してください(例: taro@example.jp)',
  'is-string': '文字で入力してください',
  'is-int': '整数で入力してください',
  'is-in': '選択肢から選んでください',
  'is-boolean': '選択してください',
  'is-not-empty': '入力してください',
  'is-defined': '入力してください',
  'min-length': '短すぎます。もう少し長く入力してください',
  'max-length': '長すぎます。短くしてください',
  matches: '使えない文字が含まれています',
  min: '小さすぎます',
  max: '大きすぎます',
  'array-max-size': '多すぎます',
  'is-iso8601': '日時の形式が正しくありません',
  'whitelist-validation': 'この項目は送れません',
  'wrong-password': '現在のパスワードが違います',
  'email-taken': 'このメールアドレスはほかのユーザーが使っています',
  required: '入力してください',
  missing: '入力してください',
  malformed: '形式が正しくありません',
} as const;
