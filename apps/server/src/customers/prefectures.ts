import { EMPTY, type CheckedValue, type FieldCheck } from './field-check.types.js';
import { remembering } from './choice-values.js';
import type { FieldChoice } from './field.types.js';
import { looseKey } from './half-width.js';
import { quoted } from './text-values.js';

/** Code of JIS X 0401, name, and name in Latin letters, in the order of the codes. */
const ROWS = [
  ['01', '北海道', 'Hokkaido'],
  ['02', '青森県', 'Aomori'],
  ['03', '岩手県', 'Iwate'],
  ['04', '宮城県', 'Miyagi'],
  ['05', '秋田県', 'Akita'],
  ['06', '山形県', 'Yamagata'],
  ['07', '福島県', 'Fukushima'],
  ['08', '茨城県', 'Ibaraki'],
  ['09', '栃木県', 'Tochigi'],
  ['10', '群馬県', 'Gunma'],
  ['11', '埼玉県', 'Saitama'],
  ['12', '千葉県', 'Chiba'],
  ['13', '東京都', 'Tokyo'],
  ['14', '神奈川県', 'Kanagawa'],
  ['15', '新潟県', 'Niigata'],
  ['16', '富山県', 'Toyama'],
  ['17', '石川県', 'Ishikawa'],
  ['18', '福井県', 'Fukui'],
  ['19', '山梨県', 'Yamanashi'],
  ['20', '長野県', 'Nagano'],
  ['21', '岐阜県', 'Gifu'],
  ['22', '静岡県', 'Shizuoka'],
  ['23', '愛知県', 'Aichi'],
  ['24', '三重県', 'Mie'],
  ['25', '滋賀県', 'Shiga'],
  ['26', '京都府', 'Kyoto'],
  ['27', '大阪府', 'Osaka'],
  ['28', '兵庫県', 'Hyogo'],
  ['29', '奈良県', 'Nara'],
  ['30', '和歌山県', 'Wakayama'],
  ['31', '鳥取県', 'Tottori'],
  ['32', '島根県', 'Shimane'],
  ['33', '岡山県', 'Okayama'],
  ['34', '広島県', 'Hiroshima'],
  ['35', '山口県', 'Yamaguchi'],
  ['36', '徳島県', 'Tokushima'],
  ['37', '香川県', 'Kagawa'],
  ['38', '愛媛県', 'Ehime'],
  ['39', '高知県', 'Kochi'],
  ['40', '福岡県', 'Fukuoka'],
  ['41', '佐賀県', 'Saga'],
  ['42', '長崎県', 'Nagasaki'],
  ['43', '熊本県', 'Kumamoto'],
  ['44', '大分県', 'Oita'],
  ['45', '宮崎県', 'Miyazaki'],
  ['46', '鹿児島県', 'Kagoshima'],
  ['47', '沖縄県', 'Okinawa'],
] as const;

/** The 47 prefectures as the choices of a prefecture field: id is the code, label 東京都. */
export const PREFECTURES: readonly FieldChoice[] = ROWS.map(([id, label]) => ({ id, label }));

const CODE_BY_TEXT: ReadonlyMap<string, string> = new Map(
  ROWS.flatMap(([code, name, latin]) =>
    [code, String(Number(code)), name, name.replace(/[都府県]$/, ''), latin.toLowerCase()].map(
      (text) => [text, code] as const,
    ),
  ),
);

/** 東京, 東京都, Tokyo, Tōkyō-to, Tokyo Prefecture or 13; stored as the code. */
export function prefectureCheck(): FieldCheck {
  return remembering((text): CheckedValue => {
    const trimmed = text.trim();
    if (trimmed === '') return EMPTY;
    const code = CODE_BY_TEXT.get(trimmed) ?? CODE_BY_TEXT.get(plainName(trimmed));
    return code === undefined
      ? { ok: false, code: 'not-a-prefecture', params: { text: quoted(trimmed) } }
      : { ok: true, value: code };
  });
}

/** Without macrons and the words for prefecture, in lower case. */
function plainName(text: string): string {
  return looseKey(text)
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .replace(/^([a-z]{3,}?)(?:[- ](?:to|fu|ken)| prefecture)$/, '$1');
}
