/** 日本語の文言: サインイン、ユーザー、ログイン履歴 */
export const users = {
  signIn: {
    title: 'サインイン',
    text: 'メールアドレスとパスワードを入力してください。',
    email: 'メールアドレス',
    password: 'パスワード',
    submit: 'サインイン',
    forgot: 'パスワードを忘れた場合は、管理者に再設定を依頼してください。',
  },
  setup: {
    title: '最初の管理者を登録',
    text: 'サーバーの起動画面に表示された一度だけ使えるトークンで、最初の管理者を作成します。',
    token: 'セットアップトークン',
    tokenHint: 'npm start を実行した画面に表示されています',
    name: '氏名',
    email: 'メールアドレス',
    password: 'パスワード',
    passwordHint: '10 文字以上',
    submit: '登録して始める',
    done: 'セットアップは完了しています',
    doneText: '管理者はすでに登録されています。サインインしてください。',
    toSignIn: 'サインインへ',
  },
  role: { admin: '管理者', creator: '作成者' },
} as const;
