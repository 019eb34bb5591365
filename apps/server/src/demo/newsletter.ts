/** The parts of a newsletter of the demo shop. Texts may hold merge tags; they are HTML already. */
export interface Newsletter {
  /** background and accent of the band at the top */
  readonly colours: readonly [background: string, accent: string];
  readonly preheader: string;
  readonly kicker: string;
  readonly title: string;
  readonly lead: string;
  readonly button: { readonly label: string; readonly url: string };
  readonly items: readonly {
    readonly name: string;
    readonly note: string;
    readonly price: string;
    readonly url: string;
  }[];
  readonly closing: string;
}

const SANS = `font-family:'Hiragino Sans','Noto Sans JP','Yu Gothic',Meiryo,sans-serif`;

/** Tables and inline styles, since that is what every mail program shows alike; no pictures, so nothing is blocked. */
export function newsletterHtml(mail: Newsletter): string {
  const [background, accent] = mail.colours;
  const items = mail.items.map((item) => itemRow(item, accent)).join('\n');
  return `<!DOCTYPE html>
<html lang="ja">
<head><meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><title>${mail.title.replaceAll(/<[^>]*>/g, '')}</title></head>
<body style="margin:0;padding:0;background-color:#f4f1ec;">
<div style="display:none;max-height:0;overflow:hidden;">${mail.preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f4f1ec;">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;background-color:#ffffff;border-radius:12px;overflow:hidden;">
<tr><td style="padding:20px 32px;${SANS};font-size:15px;letter-spacing:2px;color:#3b2f2a;">くばり珈琲店</td></tr>
<tr><td style="background-color:${background};padding:44px 32px 40px;${SANS};">
<p style="margin:0 0 10px;font-size:13px;letter-spacing:3px;color:${accent};">${mail.kicker}</p>
<h1 style="margin:0;font-size:28px;line-height:1.45;color:#2b211c;font-weight:600;">${mail.title}</h1>
</td></tr>
<tr><td style="padding:32px 32px 8px;${SANS};font-size:15px;line-height:1.9;color:#43372f;">
<p style="margin:0 0 18px;">{{name|お客}} 様</p>
<p style="margin:0 0 26px;">${mail.lead}</p>
<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td style="background-color:${accent};border-radius:8px;">
<a href="${mail.button.url}" style="display:inline-block;padding:14px 30px;${SANS};font-size:15px;color:#ffffff;text-decoration:none;">${mail.button.label}</a>
</td></tr></table>
</td></tr>
<tr><td style="padding:24px 32px 8px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
${items}
</table>
</td></tr>
<tr><td style="padding:16px 32px 28px;${SANS};font-size:14px;line-height:1.9;color:#43372f;">${mail.closing}</td></tr>
<tr><td style="padding:14px 32px;background-color:#faf7f2;${SANS};font-size:13px;color:#6b5d52;">会員ランク {{rank}}　保有ポイント <strong>{{points|0}}</strong> pt</td></tr>
<tr><td style="padding:24px 32px 30px;background-color:#efe9e0;${SANS};font-size:12px;line-height:1.8;color:#7a6c60;">
くばり珈琲店（運営: 株式会社くばり珈琲）<br />〒100-0000 東京都千代田区見本町1-2-3<br />
お問い合わせ: <a href="https://shop.example.jp/contact" style="color:#7a6c60;">https://shop.example.jp/contact</a><br /><br />
このメールは{{email}}宛にお送りしています。<br />
<a href="{{unsubscribe_url}}" style="color:#7a6c60;">配信を停止する</a>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function itemRow(item: Newsletter['items'][number], accent: string): string {
  return `<tr><td style="padding:16px 0;border-top:1px solid #ece5db;${SANS};">
<a href="${item.url}" style="font-size:16px;color:#2b211c;text-decoration:none;font-weight:600;">${item.name}</a>
<p style="margin:6px 0 0;font-size:14px;line-height:1.8;color:#6b5d52;">${item.note}</p>
</td><td align="right" style="padding:16px 0 16px 16px;border-top:1px solid #ece5db;${SANS};font-size:14px;color:${accent};white-space:nowrap;">${item.price}</td></tr>`;
}

/** The footer of a text mail: who sends, and how to stop it (特定電子メール法 第4条). */
export const TEXT_FOOTER = `
────────────────────────
くばり珈琲店（運営: 株式会社くばり珈琲）
〒100-0000 東京都千代田区見本町1-2-3
お問い合わせ: https://shop.example.jp/contact

配信停止: {{unsubscribe_url}}
────────────────────────
`;
