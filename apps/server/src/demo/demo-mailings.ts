import type { MailFormat } from '../mailings/mailing.types.js';
import { newsletterHtml, TEXT_FOOTER } from './newsletter.js';

/** The content of a mail, as an author would save it. */
export interface DemoMailing {
  readonly format: MailFormat;
  /** index into DEMO_GROUPS */
  readonly group: number;
  readonly subject: string;
  readonly textBody: string;
  readonly htmlBody: string;
}

const SHOP = 'https://shop.example.jp';
const GREEN = ['#e3ede4', '#2f6b4f'] as const;
const ROSE = ['#f8e6e4', '#b0494a'] as const;
const AMBER = ['#fbefd9', '#a8651b'] as const;
const INDIGO = ['#e6e8f5', '#41509b'] as const;

/** The contents of the demo, oldest first; the last one is a draft. HTML mails get their text from the HTML. */
export const DEMO_MAILINGS: readonly DemoMailing[] = [
  {
    format: 'html',
    group: 0,
    subject: '【新豆】エチオピア・グジの浅煎りが届きました',
    textBody: '',
    htmlBody: newsletterHtml({
      colours: GREEN,
      preheader: '白桃と紅茶のような香り。数量限定、なくなり次第終了です。',
      kicker: 'NEW CROP',
      title: 'エチオピア・グジ、<br />今年の新豆です',
      lead: '標高2,100メートルの農園から、今年いちばんの豆が届きました。湯を注ぐと白桃のような香りが立ち、冷めるほどに紅茶のような甘みが残ります。週2回、少しずつ焙煎してお届けします。',
      button: { label: '新豆を見る', url: `${SHOP}/beans/ethiopia-guji` },
      items: [
        {
          name: 'エチオピア・グジ 浅煎り 200g',
          note: '白桃、ベルガモット、はちみつ',
          price: '1,980円',
          url: `${SHOP}/beans/ethiopia-guji?size=200`,
        },
        {
          name: '飲み比べセット 3種',
          note: 'グジ・ケニア・コロンビアを100gずつ',
          price: '2,640円',
          url: `${SHOP}/sets/tasting-3`,
        },
        {
          name: 'おいしい浅煎りの淹れ方',
          note: '湯温93度、粉はやや細かめがおすすめです',
          price: '読みもの',
          url: `${SHOP}/journal/light-roast`,
        },
      ],
      closing: '次回の焙煎日は今週の金曜日です。ご注文は前日の正午までにお願いいたします。',
    }),
  },
  {
    format: 'text',
    group: 2,
    subject: '【店舗より】夏季の営業時間のお知らせ',
    textBody: `{{name|お客}} 様

いつも店頭へお越しいただき、ありがとうございます。
夏季の営業時間をお知らせいたします。

■ 神田本店　8:00〜20:00（水曜定休）
■ 川崎店　　9:00〜21:00
■ 浦和店　　9:00〜20:00（第2火曜休み）

混雑の状況は下のページでご覧いただけます。
${SHOP}/stores

水出しアイスコーヒーの提供も始まりました。
マイボトルをお持ちいただくと50円引きです。
${SHOP}/menu/cold-brew
${TEXT_FOOTER}`,
    htmlBody: '',
  },
  {
    format: 'html',
    group: 1,
    subject: 'お中元の早割は今週末まで｜{{name|お客}}様へ',
    textBody: '',
    htmlBody: newsletterHtml({
      colours: ROSE,
      preheader: '早割10%は日曜の23時59分まで。のし・名入れは無料です。',
      kicker: 'SUMMER GIFT',
      title: '涼しさを贈る、<br />アイスコーヒーの詰め合わせ',
      lead: '今年のお中元に、瓶入りアイスコーヒーと水出しパックの詰め合わせをご用意しました。お届け日の指定、のし、名入れカードは無料で承ります。早割は今週の日曜日までです。',
      button: { label: '早割のギフトを見る', url: `${SHOP}/gift/summer` },
      items: [
        {
          name: 'アイスコーヒー 3本 箱入り',
          note: '無糖2本、微糖1本。冷蔵庫に収まる大きさです',
          price: '3,564円',
          url: `${SHOP}/gift/summer/iced-3`,
        },
        {
          name: '水出しと焼き菓子の詰め合わせ',
          note: '水出しパック8袋、フィナンシェ6個',
          price: '4,320円',
          url: `${SHOP}/gift/summer/sweets`,
        },
        {
          name: 'まとめてのご注文（10件以上）',
          note: '送り先の一覧をお預かりして手配します',
          price: 'ご相談',
          url: `${SHOP}/gift/bulk`,
        },
      ],
      closing: '昨年お使いいただいた送り先は、マイページから呼び出せます。',
    }),
  },
  {
    format: 'html',
    group: 0,
    subject: '水出しコーヒーの季節です。道具と豆をまとめました',
    textBody: '',
    htmlBody: newsletterHtml({
      colours: INDIGO,
      preheader: '前の晩に仕込んで、朝はそのまま。',
      kicker: 'COLD BREW',
      title: '夜に仕込んで、<br />朝はそのまま飲む',
      lead: '水出しは、道具さえあれば失敗のない淹れ方です。水1リットルに粉80g、冷蔵庫で8時間。苦みのやわらかい一杯になります。道具と、水出しに向く豆を選びました。',
      button: { label: '水出しの道具を見る', url: `${SHOP}/tools/cold-brew` },
      items: [
        {
          name: '水出しポット 1,000ml',
          note: '注ぎ口まで洗える広口。食洗機対応',
          price: '2,750円',
          url: `${SHOP}/tools/cold-brew/pot`,
        },
        {
          name: '水出し専用ブレンド 10袋',
          note: '粉を量る手間のないパック入り',
          price: '1,620円',
          url: `${SHOP}/beans/cold-brew-pack`,
        },
        {
          name: 'ガラスのタンブラー',
          note: '結露しにくい二重構造、360ml',
          price: '1,870円',
          url: `${SHOP}/tools/tumbler`,
        },
      ],
      closing: '余った水出しは、牛乳で割って凍らせるとシャーベットになります。',
    }),
  },
  {
    format: 'text',
    group: 3,
    subject: '【受付開始】はじめてのハンドドリップ教室（7月・8月）',
    textBody: `{{name|お客}} 様

ハンドドリップ教室の受付を始めました。
道具はこちらで用意しますので、手ぶらでお越しください。

日時　7月の毎週土曜 10:30〜12:00
　　　8月の第1・第3日曜 14:00〜15:30
会場　神田本店2階（定員8名）
会費　3,300円（お土産の豆100gつき）

お申し込み
${SHOP}/workshop/drip

焙煎の体験は9月に再開します。先行のご案内を
希望される方は、こちらからお知らせください。
${SHOP}/workshop/roast-waitlist
${TEXT_FOOTER}`,
    htmlBody: '',
  },
  {
    format: 'html',
    group: 0,
    subject: '【会員さま限定】夏の感謝市、ポイント3倍は3日間',
    textBody: '',
    htmlBody: newsletterHtml({
      colours: AMBER,
      preheader: '{{points|0}}ポイントお持ちです。1ポイント1円でお使いいただけます。',
      kicker: 'MEMBERS ONLY',
      title: '夏の感謝市<br />ポイント3倍の3日間',
      lead: '日ごろのご愛顧に感謝して、会員さま限定の市を開きます。期間中のお買いものはポイントが3倍。人気の定番豆は、まとめ買いがお得です。現在 {{points|0}} ポイントをお持ちです。',
      button: { label: '感謝市の会場へ', url: `${SHOP}/sale/summer` },
      items: [
        {
          name: '神田ブレンド 1kg',
          note: '毎日飲む方の定番。中深煎り',
          price: '5,400円',
          url: `${SHOP}/sale/summer/kanda-1kg`,
        },
        {
          name: '定期便 はじめて割',
          note: '初回半額、いつでもお休みできます',
          price: '990円から',
          url: `${SHOP}/subscription`,
        },
        {
          name: '器のアウトレット',
          note: '撮影に使った一点もの',
          price: '最大60%引',
          url: `${SHOP}/sale/summer/outlet`,
        },
      ],
      closing: 'ポイントの3倍分は、発送の翌日に加算されます。',
    }),
  },
  {
    format: 'text',
    group: 0,
    subject: '【重要】送料改定のお知らせ（来月1日から）',
    textBody: `{{name|お客}} 様

平素よりくばり珈琲店をご利用いただき、誠にありがとうございます。

配送会社の運賃改定にともない、来月1日のご注文分より
送料を改定させていただきます。

　全国一律　580円 → 640円
　（5,400円以上のご注文は、これまでどおり無料です）

定期便の送料は据え置きます。詳しくは下のページをご覧ください。
${SHOP}/news/shipping

これからも、焙煎したての豆をお届けできるよう努めてまいります。
${TEXT_FOOTER}`,
    htmlBody: '',
  },
  {
    format: 'html',
    group: 2,
    subject: '川崎店、5周年の3日間。豆をもう一袋さしあげます',
    textBody: '',
    htmlBody: newsletterHtml({
      colours: ROSE,
      preheader: 'このメールを店頭でお見せください。',
      kicker: 'ANNIVERSARY',
      title: '川崎店は、<br />おかげさまで5周年',
      lead: '200g以上の豆をお求めの方に、当日焙煎のドリップバッグをもう一袋さしあげます。このメールをレジでお見せください。各日先着100名さまです。',
      button: { label: '川崎店の案内', url: `${SHOP}/stores/kawasaki` },
      items: [
        {
          name: '5周年ブレンド',
          note: 'この3日間だけの配合。中煎り',
          price: '1,500円',
          url: `${SHOP}/stores/kawasaki/anniversary`,
        },
        {
          name: '焙煎士の公開カッピング',
          note: '土曜 11時・15時、参加無料',
          price: '予約不要',
          url: `${SHOP}/stores/kawasaki/cupping`,
        },
      ],
      closing: 'スタンプは3日間とも2倍です。',
    }),
  },
  {
    format: 'html',
    group: 0,
    subject: '秋のブレンド「落ち葉」、予約を始めました',
    textBody: '',
    htmlBody: newsletterHtml({
      colours: AMBER,
      preheader: '焼き栗とカカオ。今年は少し深めに仕上げました。',
      kicker: 'AUTUMN BLEND',
      title: '今年の「落ち葉」は、<br />少し深めです',
      lead: '毎年ご好評をいただく秋のブレンド「落ち葉」の予約を始めました。焼き栗の香ばしさとカカオの余韻。今年はグアテマラの比率を上げ、少し深めに仕上げています。',
      button: { label: '予約する', url: `${SHOP}/beans/ochiba` },
      items: [
        { name: '落ち葉 200g', note: '焼き栗、カカオ、黒糖', price: '1,620円', url: `${SHOP}/beans/ochiba?size=200` },
        {
          name: '落ち葉と栗の焼き菓子',
          note: '数量限定の詰め合わせ',
          price: '3,240円',
          url: `${SHOP}/sets/ochiba-sweets`,
        },
        {
          name: '深煎りに合う湯温の話',
          note: '85度から始めてみてください',
          price: '読みもの',
          url: `${SHOP}/journal/dark-roast`,
        },
      ],
      closing: '予約の方から順に、焙煎の翌日に発送いたします。',
    }),
  },
  {
    format: 'html',
    group: 3,
    subject: '焙煎体験が9月に戻ってきます。先行受付のご案内',
    textBody: '',
    htmlBody: newsletterHtml({
      colours: GREEN,
      preheader: '生豆から、自分だけの200gを焼いて持ち帰れます。',
      kicker: 'WORKSHOP',
      title: '自分で焼いた200gを、<br />持って帰る日',
      lead: '手回しの焙煎機で、生豆から200gを焼き上げます。はぜる音と香りの変わり目を、焙煎士がとなりでお伝えします。先行受付は、教室にお申し込みいただいたことのある方だけのご案内です。',
      button: { label: '日程を見て申し込む', url: `${SHOP}/workshop/roast` },
      items: [
        {
          name: '焙煎体験（120分）',
          note: '神田本店2階、各回4名',
          price: '5,500円',
          url: `${SHOP}/workshop/roast#schedule`,
        },
        {
          name: 'ペアでのご参加',
          note: '同じ豆を違う深さに焼いて飲み比べ',
          price: '9,900円',
          url: `${SHOP}/workshop/roast-pair`,
        },
      ],
      closing: '汚れてもよい服装でお越しください。エプロンはご用意しています。',
    }),
  },
  {
    format: 'html',
    group: 1,
    subject: 'お歳暮・冬ギフトのご予約を承ります',
    textBody: '',
    htmlBody: newsletterHtml({
      colours: ROSE,
      preheader: '昨年の送り先を、そのままお使いいただけます。',
      kicker: 'WINTER GIFT',
      title: '一年の「ありがとう」を、<br />一杯にこめて',
      lead: '冬の贈りものをご用意しました。香りの高いドリップバッグと、バターをたっぷり使った焼き菓子の詰め合わせです。11月中のご予約は、お届け日を12月のお好きな日にご指定いただけます。',
      button: { label: '冬のギフトを見る', url: `${SHOP}/gift/winter` },
      items: [
        {
          name: 'ドリップバッグ 12袋',
          note: '4種の飲み比べ。個包装',
          price: '2,592円',
          url: `${SHOP}/gift/winter/drip-12`,
        },
        {
          name: '珈琲と焼き菓子 木箱入り',
          note: '法人のお客さまに人気です',
          price: '6,480円',
          url: `${SHOP}/gift/winter/wooden-box`,
        },
        {
          name: '送り先の一覧から注文',
          note: 'マイページの住所録から選べます',
          price: '送料別',
          url: `${SHOP}/mypage/addresses`,
        },
      ],
      closing: 'のし・メッセージカード・手提げ袋は無料で承ります。',
    }),
  },
  {
    format: 'html',
    group: 0,
    subject: '【下書き】年末年始の営業と、福袋の先行予約',
    textBody: '',
    htmlBody: newsletterHtml({
      colours: INDIGO,
      preheader: '福袋は会員さまから先にご案内します。',
      kicker: 'NEW YEAR',
      title: '福袋の先行予約を<br />はじめます',
      lead: '今年もたくさんのご愛顧をありがとうございました。年末年始の営業日と、会員さまだけの福袋の先行予約をご案内いたします。',
      button: { label: '福袋を予約する', url: `${SHOP}/lucky-bag` },
      items: [
        { name: '松 12,000円', note: '豆1.2kgと限定マグ', price: '80個', url: `${SHOP}/lucky-bag/matsu` },
        { name: '竹 6,000円', note: '豆600gと焼き菓子', price: '200個', url: `${SHOP}/lucky-bag/take` },
      ],
      closing: '（ここに営業日の表を入れる）',
    }),
  },
];

/** A past delivery: which mailing to which group, how many days ago, at what time in Tokyo. */
export interface DemoRun {
  /** index into DEMO_MAILINGS */
  readonly mailing: number;
  /** index into DEMO_GROUPS */
  readonly group: number;
  readonly daysAgo: number;
  readonly time: readonly [hour: number, minute: number];
  /** how well the subject was received; 1 is usual */
  readonly appeal: number;
}

/** Twelve deliveries, oldest first; one mailing went to two groups. */
export const DEMO_RUNS: readonly DemoRun[] = [
  { mailing: 0, group: 0, daysAgo: 163, time: [10, 0], appeal: 1.05 },
  { mailing: 1, group: 2, daysAgo: 150, time: [9, 30], appeal: 0.8 },
  { mailing: 2, group: 1, daysAgo: 139, time: [11, 0], appeal: 1.15 },
  { mailing: 3, group: 0, daysAgo: 121, time: [19, 0], appeal: 0.95 },
  { mailing: 4, group: 3, daysAgo: 110, time: [12, 15], appeal: 1.3 },
  { mailing: 5, group: 0, daysAgo: 92, time: [10, 0], appeal: 1.25 },
  { mailing: 6, group: 0, daysAgo: 71, time: [17, 30], appeal: 0.7 },
  { mailing: 7, group: 2, daysAgo: 58, time: [11, 30], appeal: 1.1 },
  { mailing: 8, group: 0, daysAgo: 37, time: [10, 0], appeal: 1.1 },
  { mailing: 9, group: 3, daysAgo: 23, time: [12, 0], appeal: 1.35 },
  { mailing: 10, group: 1, daysAgo: 9, time: [11, 0], appeal: 1.2 },
  { mailing: 10, group: 0, daysAgo: 2, time: [19, 0], appeal: 0.95 },
];
