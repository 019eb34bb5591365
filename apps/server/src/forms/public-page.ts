import { createHash } from 'node:crypto';
import type { Response } from 'express';

/** Languages of public pages. */
export type PageLocale = 'ja' | 'en';

/** The first of ja and en that the reader's browser asks for; Japanese when it asks for neither. */
export function pageLocale(acceptLanguage: string | undefined): PageLocale {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.trim().toLowerCase().split(';q=');
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ language, weight }) => (language === 'ja' || language === 'en') && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted[0]?.language === 'en' ? 'en' : 'ja';
}

/** Text as text: nothing of it is read as markup, in content or in quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replaceAll(/[&<>"']/g, (c) => entities[c] ?? c);
}

const STYLE = `
:root{color-scheme:light dark;--page:#f4f5f9;--card:#fff;--text:#1c2033;--soft:#5a6079;--line:#e2e5ef;--brand:#4a61c9;--on-brand:#fff;--ok:#1a7f4b;--ok-soft:#e3f5eb;--calm-soft:#eef1fe}
@media (prefers-color-scheme:dark){:root{--page:#14161f;--card:#1d2030;--text:#eceef6;--soft:#a6acc4;--line:#32374d;--brand:#8699f0;--on-brand:#11142a;--ok:#5fd39a;--ok-soft:#173427;--calm-soft:#262c4a}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:20px;padding:24px 16px;background:var(--page);color:var(--text);font:16px/1.7 "Hiragino Sans","Hiragino Kaku Gothic ProN","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,system-ui,sans-serif;-webkit-text-size-adjust:100%}
main{width:100%;max-width:480px;background:var(--card);border:1px solid var(--line);border-radius:16px;padding:36px 28px 32px;text-align:center;box-shadow:0 1px 2px rgb(0 0 0/.04),0 12px 32px rgb(20 28 80/.07)}
.mark{display:inline-flex;align-items:center;justify-content:center;width:60px;height:60px;margin-bottom:18px;border-radius:50%;background:var(--calm-soft);color:var(--brand)}
.mark.done{background:var(--ok-soft);color:var(--ok)}
.mark svg{width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
h1,p{word-break:auto-phrase}
h1{margin:0 0 12px;font-size:21px;line-height:1.45;text-wrap:balance}
p{margin:0 0 8px;color:var(--soft);text-wrap:pretty;overflow-wrap:anywhere}
dl{margin:22px 0 0;border:1px solid var(--line);border-radius:12px;text-align:left;overflow:hidden}
dl div{display:flex;flex-wrap:wrap;gap:2px 16px;justify-content:space-between;padding:12px 16px}
dl div+div{border-top:1px solid var(--line)}
dt{color:var(--soft);font-size:14px}
dd{margin:0;font-weight:600;overflow-wrap:anywhere}
form{margin:24px 0 0}
button{width:100%;min-height:52px;padding:12px 20px;border:1px solid transparent;border-radius:12px;background:var(--brand);color:var(--on-brand);font:inherit;font-weight:700;cursor:pointer}
button:hover{filter:brightness(1.07)}
button:focus-visible{outline:3px solid var(--brand);outline-offset:3px}
button.quiet{background:transparent;border-color:var(--line);color:var(--text);font-weight:600}
.note{margin:16px 0 0;font-size:13.5px;line-height:1.65}
footer{max-width:480px;text-align:center;color:var(--soft);font-size:13px;line-height:1.6;overflow-wrap:anywhere}
footer strong{color:var(--text);font-weight:600}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Its own policy: no script at all, only this style, forms to ourselves; in no frame (security.md 4). */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface PublicPage {
  readonly locale: PageLocale;
  /** plain text */
  readonly title: string;
  /** markup; whatever comes from data is escaped by the caller */
  readonly main: string;
  readonly footer?: string;
}

/** A page for readers of mails: works without script, on a phone, in light and dark. */
export function renderPublicPage({ locale, title, main, footer }: PublicPage): string {
  return (
    `<!doctype html>\n<html lang="${locale}">\n<head>\n<meta charset="utf-8">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n` +
    `<title>${escapeHtml(title)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n${main}\n</main>\n` +
    `${footer ? `<footer>${footer}</footer>\n` : ''}</body>\n</html>\n`
  );
}

/** Sends a page that nobody keeps and no search engine lists. */
export function sendPublicPage(response: Response, status: number, page: PublicPage): void {
  response
    .status(status)
    .set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': CONTENT_SECURITY_POLICY,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
      Vary: 'Accept-Language',
    })
    .send(renderPublicPage(page));
}
