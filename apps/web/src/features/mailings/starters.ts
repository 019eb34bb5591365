import type { MailFormat } from './mailings.api';
import { tagText } from './merge-tag-text';

/** Who sends, for the block that 特定電子メール法 第4条 asks for; what is not known stays a blank to fill in. */
export interface StarterContext {
  readonly nameKey: string | null;
  readonly organisation: string;
  readonly address: string;
  readonly contact: string;
}

export type StarterName = 'newsletter' | 'notice' | 'plainNewsletter' | 'plainNotice';

/** The templates offered while a body is empty. */
export const STARTERS: Readonly<Record<MailFormat, readonly StarterName[]>> = {
  text: ['plainNewsletter', 'plainNotice'],
  html: ['newsletter', 'notice'],
};

const UNSUBSCRIBE = tagText('unsubscribe_url');

/** The body of a template, with greeting, unsubscribe link and sender block. */
export function starterBody(name: StarterName, context: StarterContext): string {
  const known = {
    nameKey: context.nameKey,
    organisation: context.organisation || '【送信者の名称】',
    address: context.address || '【住所】',
    contact: context.contact || '【問い合わせ先】',
  };
  return BODIES[name](name === 'newsletter' || name === 'notice' ? escaped(known) : known);
}

const BODIES: Readonly<Record<StarterName, (context: StarterContext) => string>> = {
  plainNewsletter: (context) =>
    [
      greeting(context),
      `いつもご利用いただきありがとうございます。${context.organisation}です。`,
      '',
      '━━━━━━━━━━━━━━━━━━',
      '■ 今月のトピックス',
      '━━━━━━━━━━━━━━━━━━',
      '',
      'ここに本文を書きます。',
      '',
      '▼ 詳しくはこちら',
      'https://www.example.jp/',
      '',
      plainFooter(context),
    ].join('\n'),
  plainNotice: (context) =>
    [
      greeting(context),
      `平素よりお世話になっております。${context.organisation}です。`,
      '',
      '下記のとおりご案内いたします。',
      '',
      '■ 日時: ',
      '■ 内容: ',
      '',
      plainFooter(context),
    ].join('\n'),
  newsletter: (context) =>
    page(
      context,
      `<tr><td style="padding:32px 32px 28px;background:#3c51b0;color:#ffffff;border-radius:8px 8px 0 0">
  <p style="margin:0 0 6px;font-size:13px;line-height:1.6">${context.organisation} メールマガジン</p>
  <h1 style="margin:0;font-size:24px;line-height:1.4">今月のお知らせ</h1>
</td></tr>
<tr><td style="padding:28px 32px 8px;font-size:15px;line-height:1.8">
  ${htmlGreeting(context)}<p style="margin:0 0 16px">いつもご利用いただきありがとうございます。今月のトピックスをお届けします。</p>
  <h2 style="margin:24px 0 8px;font-size:18px;line-height:1.5">見出しを書きます</h2>
  <p style="margin:0 0 20px">ここに本文を書きます。段落を増やすときは、この段落をコピーしてください。</p>
  <p style="margin:0 0 24px"><a href="https://www.example.jp/" style="display:inline-block;padding:12px 28px;background:#3c51b0;color:#ffffff;text-decoration:none;border-radius:6px;font-weight:bold">詳しく見る</a></p>
</td></tr>`,
    ),
  notice: (context) =>
    page(
      context,
      `<tr><td style="padding:32px 32px 8px;font-size:15px;line-height:1.8">
  <h1 style="margin:0 0 16px;font-size:21px;line-height:1.5">お知らせ</h1>
  ${htmlGreeting(context)}<p style="margin:0 0 16px">平素よりお世話になっております。${context.organisation}です。</p>
  <p style="margin:0 0 16px">ここに本文を書きます。</p>
</td></tr>`,
    ),
};

const escaped = (context: StarterContext): StarterContext => ({
  nameKey: context.nameKey,
  organisation: escapeHtml(context.organisation),
  address: escapeHtml(context.address),
  contact: escapeHtml(context.contact),
});

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const greeting = ({ nameKey }: StarterContext): string => (nameKey ? `${tagText(nameKey)} 様\n` : '');

const htmlGreeting = ({ nameKey }: StarterContext): string =>
  nameKey ? `<p style="margin:0 0 16px">${tagText(nameKey)} 様</p>\n  ` : '';

const plainFooter = ({ organisation, address, contact }: StarterContext): string =>
  [
    '──────────────────',
    organisation,
    address,
    `お問い合わせ: ${contact}`,
    '',
    '配信停止はこちら',
    UNSUBSCRIBE,
    '──────────────────',
    '',
  ].join('\n');

/** Tables and inline styles: what Outlook and Gmail both understand. */
function page({ organisation, address, contact }: StarterContext, content: string): string {
  return `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body style="margin:0;background:#f1f3f5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f1f3f5">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border-radius:8px;font-family:'Hiragino Sans','Noto Sans JP',Meiryo,sans-serif;color:#1f2933">
${content}
<tr><td style="padding:20px 32px 28px;border-top:1px solid #e9ecef;font-size:12px;line-height:1.8;color:#5b6470">
  ${organisation}<br>
  ${address}<br>
  お問い合わせ: ${contact}<br>
  <a href="${UNSUBSCRIBE}" style="color:#3c51b0">配信停止はこちら</a>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}
