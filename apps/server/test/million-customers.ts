import type { Database } from '../src/platform/database/database.js';

/** What loadCustomers made: ids of the fields by what they hold, of the groups by their size. */
export interface LoadedCustomers {
  readonly fields: Readonly<Record<FieldName, string>>;
  /** biggest first */
  readonly groups: readonly { readonly id: string; readonly size: number }[];
}

const FIELDS = [
  { name: 'name', label: 'お名前', type: 'text', searchable: true },
  { name: 'kana', label: 'フリガナ', type: 'text', searchable: true },
  { name: 'company', label: '会社名', type: 'text', searchable: true },
  { name: 'phone', label: '電話番号', type: 'text', searchable: true },
  { name: 'address', label: '住所', type: 'text', searchable: false },
  { name: 'prefecture', label: '都道府県', type: 'single_choice', searchable: false },
  { name: 'gender', label: '性別', type: 'single_choice', searchable: false },
  { name: 'birthday', label: '生年月日', type: 'date', searchable: false },
  { name: 'points', label: 'ポイント', type: 'number', searchable: false },
  { name: 'interests', label: '興味', type: 'multiple_choice', searchable: false },
] as const;
type FieldName = (typeof FIELDS)[number]['name'];

/** Parts of all customers that are in a group; 1,000,000 customers give groups of 500,000 down to 10,000. */
const GROUP_SHARES = [0.5, 0.2, 0.05, 0.01];
const CHUNK = 50_000;

const SURNAMES =
  '佐藤:サトウ:sato 鈴木:スズキ:suzuki 高橋:タカハシ:takahashi 田中:タナカ:tanaka 伊藤:イトウ:ito 渡辺:ワタナベ:watanabe 山本:ヤマモト:yamamoto 中村:ナカムラ:nakamura 小林:コバヤシ:kobayashi 加藤:カトウ:kato 吉田:ヨシダ:yoshida 山田:ヤマダ:yamada 佐々木:ササキ:sasaki 山口:ヤマグチ:yamaguchi 松本:マツモト:matsumoto 井上:イノウエ:inoue 木村:キムラ:kimura 林:ハヤシ:hayashi 斎藤:サイトウ:saito 清水:シミズ:shimizu 山崎:ヤマザキ:yamazaki 森:モリ:mori 池田:イケダ:ikeda 橋本:ハシモト:hashimoto 阿部:アベ:abe 石川:イシカワ:ishikawa 山下:ヤマシタ:yamashita 中島:ナカジマ:nakajima 石井:イシイ:ishii 小川:オガワ:ogawa 前田:マエダ:maeda 岡田:オカダ:okada 長谷川:ハセガワ:hasegawa 藤田:フジタ:fujita 後藤:ゴトウ:goto 近藤:コンドウ:kondo 村上:ムラカミ:murakami 遠藤:エンドウ:endo 青木:アオキ:aoki 坂本:サカモト:sakamoto 斉藤:サイトウ:saitoh 福田:フクダ:fukuda 太田:オオタ:ota 西村:ニシムラ:nishimura 藤井:フジイ:fujii 金子:カネコ:kaneko 岡本:オカモト:okamoto 藤原:フジワラ:fujiwara 三浦:ミウラ:miura 中野:ナカノ:nakano 髙﨑:タカサキ:takasaki 勅使河原:テシガワラ:teshigawara';
const GIVEN =
  '太郎:タロウ:taro 花子:ハナコ:hanako 健:ケン:ken 誠:マコト:makoto 翔太:ショウタ:shota 大輔:ダイスケ:daisuke 美咲:ミサキ:misaki 陽子:ヨウコ:yoko 久美子:クミコ:kumiko 智子:トモコ:tomoko 直樹:ナオキ:naoki 由美:ユミ:yumi 恵:メグミ:megumi 蓮:レン:ren 結衣:ユイ:yui 葵:アオイ:aoi 一郎:イチロウ:ichiro 次郎:ジロウ:jiro 裕子:ユウコ:yuko 優:ユウ:yu 隆:タカシ:takashi 明:アキラ:akira 浩二:コウジ:koji 純一:ジュンイチ:junichi 真由美:マユミ:mayumi 千尋:チヒロ:chihiro 拓也:タクヤ:takuya 愛:アイ:ai 亮:リョウ:ryo 桃子:モモコ:momoko';
const COMPANIES = '東京 日本 山川 青空 大和 富士 桜 北斗 南海 未来 朝日 光 瀬戸内 信州 九州 東北 城南 港 緑 銀河'.split(
  ' ',
);
const TRADES = '商事 工業 電機 食品 物流 建設 印刷 薬品 不動産 システムズ'.split(' ');
const PREFECTURES =
  '北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県'.split(
    ' ',
  );
const DOMAINS =
  'example.com example.co.jp mail.example.jp docomo.example.ne.jp example.ne.jp shop.example.net office.example.org'.split(
    ' ',
  );
const INTERESTS = ['食品', '衣料', '旅行', '書籍', '音楽', '家電'];

/**
 * Fills an empty, migrated database with believable customers, their fields and groups, always the same ones. Rows are
 * noted for the search index, not indexed: run SearchIndexer.index() afterwards. About 40 s for a million.
 */
export async function loadCustomers(db: Database, count: number): Promise<LoadedCustomers> {
  const fields = await insertFields(db);
  for (let from = 1; from <= count; from += CHUNK)
    await insertCustomers(db, fields, from, Math.min(from + CHUNK - 1, count));
  const groups = await insertGroups(db);
  await db.rows('vacuum analyze customer');
  await db.rows('vacuum analyze group_membership');
  return { fields, groups };
}

async function insertFields(db: Database): Promise<LoadedCustomers['fields']> {
  const choicesOf: Partial<Record<FieldName, readonly string[]>> = {
    prefecture: PREFECTURES,
    gender: ['女性', '男性', '回答しない'],
    interests: INTERESTS,
  };
  const ids = {} as Record<FieldName, string>;
  for (const [position, field] of FIELDS.entries()) {
    const choices = (choicesOf[field.name] ?? []).map((label, i) => ({ id: `c${i + 1}`, label }));
    const [row] = await db.rows<{ id: string }>(
      `insert into customer_field (label, merge_key, type, choices, position, searchable)
       values ($1, $1, $2, $3, $4, $5) returning id`,
      [field.label, field.type, JSON.stringify(choices), position, field.searchable],
    );
    ids[field.name] = row?.id ?? '';
  }
  return ids;
}

/** Everything is a function of the row number: hashes instead of random(). */
async function insertCustomers(db: Database, f: LoadedCustomers['fields'], from: number, to: number): Promise<void> {
  await db.rows(
    `insert into customer (email, email_normalised, status, error_count, registered_via, field_values, created_at, updated_at)
     select email, email, case when h6 % 50 = 0 then 'error' else 'ok' end, case when h6 % 50 = 0 then 3 else 0 end, 'csv',
            jsonb_strip_nulls(jsonb_build_object(
              '${f.name}', s[1] || ' ' || g[1],
              '${f.kana}', s[2] || ' ' || g[2],
              '${f.company}', case when h3 % 3 > 0 then '株式会社' || ($3::text[])[1 + h3 % 20] || ($4::text[])[1 + h4 % 10] end,
              '${f.phone}', '0' || (70 + h5 % 3 * 10) || '-' || lpad((h3 % 10000)::text, 4, '0') || '-' || lpad((h4 % 10000)::text, 4, '0'),
              '${f.address}', ($5::text[])[1 + h2 % 47] || '中央' || (1 + h3 % 9) || '丁目' || (1 + h4 % 30) || '-' || (1 + h5 % 20),
              '${f.prefecture}', 'c' || (1 + h2 % 47),
              '${f.gender}', case when h1 % 10 < 9 then 'c' || (1 + h1 % 3) end,
              '${f.birthday}', to_char(date '1940-01-01' + (h4 % 25000)::int, 'YYYY-MM-DD'),
              '${f.points}', h5 % 10000,
              '${f.interests}', case when h6 % 4 > 0 then jsonb_build_array('c' || (1 + h6 % 3), 'c' || (4 + h5 % 3)) end)),
            at, at
       from (select n, h1, h2, h3, h4, h5, h6,
                    string_to_array(($6::text[])[1 + least(h1 % 52, h2 % 60)], ':') as s,
                    string_to_array(($7::text[])[1 + h3 % 30], ':') as g,
                    timestamptz '2026-11-20 00:00Z' - make_interval(secs => ($9::int - n) * 30 % 90000000) as at
               from (select n, ${[1, 2, 3, 4, 5, 6].map((i) => `(hashint8extended(n, ${i}) & 1048575)::int as h${i}`).join(', ')}
                       from generate_series($1::int, $2::int) n) numbers) parts,
            lateral (select g[3] || (array['.', '_', '', '-'])[1 + h5 % 4] || s[3] || n || '@' || ($8::text[])[1 + least(h4 % 7, h5 % 9)] as email) address`,
    [from, to, COMPANIES, TRADES, PREFECTURES, SURNAMES.split(' '), GIVEN.split(' '), DOMAINS, to],
  );
}

async function insertGroups(db: Database): Promise<LoadedCustomers['groups']> {
  const groups: { id: string; size: number }[] = [];
  for (const [i, share] of GROUP_SHARES.entries()) {
    const [group] = await db.rows<{ id: string }>(`insert into delivery_group (name) values ($1) returning id`, [
      `グループ ${i + 1}`,
    ]);
    const [members] = await db.rows<{ size: number }>(
      `with joined as (
         insert into group_membership (group_id, customer_id, delivery_state, state_changed_at, state_changed_via, joined_at, joined_via)
         select $1, id, state, case when state <> 'active' then created_at end, case when state <> 'active' then 'form' end, created_at, 'csv'
           from (select id, created_at,
                        case (hashint8extended(id, 20) & 65535) % 200 when 0 then 'banned' when 1 then 'stopped' when 2 then 'stopped'
                             when 3 then 'stopped' when 4 then 'stopped' when 5 then 'stopped' else 'active' end as state
                   from customer where (hashint8extended(id, $2) & 1048575) < $3::float8 * 1048576) picked
         returning 1)
       select count(*)::int as size from joined`,
      [group?.id, 10 + i, share],
    );
    groups.push({ id: group?.id ?? '', size: members?.size ?? 0 });
  }
  return groups;
}
