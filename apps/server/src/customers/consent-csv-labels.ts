export type CsvLocale = 'ja' | 'en';

const HEADINGS: Readonly<Record<CsvLocale, readonly string[]>> = {
  ja: [
    'メールアドレス',
    '照合コード(削除済みの方)',
    '同意の内容',
    'グループ',
    '根拠',
    '記録の経路',
    'フォーム・ファイル',
    '同意日時',
    'IPアドレス',
    'ブラウザ',
    '記録した人',
    'メモ',
    '撤回日時',
    '保存期限',
  ],
  en: [
    'E-mail address',
    'Hash (of deleted people)',
    'Agreed to',
    'Group',
    'Basis',
    'Recorded by way of',
    'Form or file',
    'Agreed at',
    'IP address',
    'Browser',
    'Recorded by',
    'Note',
    'Withdrawn at',
    'Kept until',
  ],
};

const WORDS: Readonly<Record<CsvLocale, Readonly<Record<string, string>>>> = {
  ja: {
    all: 'メール全般',
    form: '申込フォーム',
    paper: '紙の申込書',
    business_card: '名刺の交換',
    business_relation: '取引関係',
    published_address: '公開されたアドレス',
    other: 'その他',
    source_screen: '画面',
    source_csv: 'CSV',
    source_api: 'API',
    source_form: 'フォーム',
  },
  en: {
    all: 'Mail in general',
    form: 'Sign-up form',
    paper: 'Paper form',
    business_card: 'Business card',
    business_relation: 'Business relation',
    published_address: 'Published address',
    other: 'Other',
    source_screen: 'Screen',
    source_csv: 'CSV',
    source_api: 'API',
    source_form: 'Form',
  },
};

/** The first line of the file. */
export const consentHeadings = (locale: CsvLocale): readonly string[] => HEADINGS[locale];

/** A basis, a source (`source_…`) or `all` in words. */
export const consentWord = (word: string, locale: CsvLocale): string => WORDS[locale][word] ?? word;
