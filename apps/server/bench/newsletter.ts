import type { MailContent, MergeKey } from '@kubari/mail-render';

export const NEWSLETTER_KEYS: readonly MergeKey[] = [
  { key: 'name', defaultValue: 'お客様' },
  { key: 'points' },
  { key: 'rank' },
  { key: 'shop' },
];

/** The mail of every benchmark: about 6.2 kB of HTML, six tracked links, four merge fields, an open pixel (targets.md). */
export function newsletter(): MailContent {
  const item = (
    n: number,
  ): string => `<tr><td style="padding:16px 24px;border-bottom:1px solid #e5e7eb;font-family:'Hiragino Sans',Meiryo,sans-serif">
<h2 style="margin:0 0 8px;font-size:18px;line-height:1.5;color:#1f2937">新商品のご案内 その${n}</h2>
<p style="margin:0 0 12px;font-size:14px;line-height:1.8;color:#374151">いつもご利用いただきありがとうございます。季節のおすすめ商品を取りそろえました。数量限定のため、お早めにご覧ください。会員の皆さまには先行してご案内しております。</p>
<a href="https://shop.example.jp/items/${n}?from=newsletter&amp;no=${n}" style="display:inline-block;padding:10px 20px;background:#4f46e5;color:#ffffff;text-decoration:none;border-radius:6px">詳しく見る</a></td></tr>`;
  const htmlBody = `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>お知らせ</title></head><body style="margin:0;background:#f3f4f6">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center"><table role="presentation" width="600" cellpadding="0" cellspacing="0" style="background:#ffffff">
<tr><td style="padding:24px"><p style="font-size:16px">{{name}} 様</p><p>現在のポイントは {{points}} ポイント({{rank}}会員)、ご利用店舗は {{shop}} です。</p></td></tr>
${[1, 2, 3, 4, 5, 6].map(item).join('\n')}
<tr><td style="padding:24px;font-size:12px;color:#6b7280">くばり商店 東京都千代田区丸の内1-1-1<br><a href="{{unsubscribe_url}}">配信停止はこちら</a></td></tr></table></td></tr></table></body></html>`;
  return {
    format: 'html',
    subject: '{{name}}様へ 秋の新商品のご案内',
    textBody:
      '{{name}} 様\n\n秋の新商品のご案内です。\nhttps://shop.example.jp/items/1?from=newsletter&no=1\n\n配信停止: {{unsubscribe_url}}\n',
    htmlBody,
  };
}
