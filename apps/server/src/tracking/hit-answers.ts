import type { IncomingMessage, ServerResponse } from 'node:http';

/** A transparent image of one pixel, 43 bytes; as text, since Node writes text in one go with the headers. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64').toString('latin1');

/** Neither kept by anybody, nor shown to the next site, nor listed by a search engine. */
const PRIVATE = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** 302: a click is never remembered by the browser, or the next one would not come by. */
export function sendRedirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { ...PRIVATE, Location: location, 'Content-Length': 0 }).end();
}

export function sendGif(response: ServerResponse): void {
  response.writeHead(200, { ...PRIVATE, 'Content-Type': 'image/gif', 'Content-Length': GIF.length }).end(GIF, 'latin1');
}

export function sendMethodNotAllowed(response: ServerResponse): void {
  response.writeHead(405, { ...PRIVATE, Allow: 'GET, HEAD', 'Content-Length': 0 }).end();
}

/** For what may work again shortly. */
export function sendTryLater(response: ServerResponse): void {
  response.writeHead(503, { ...PRIVATE, 'Retry-After': '5', 'Content-Length': 0 }).end();
}

const NOT_FOUND = {
  ja: {
    lang: 'ja',
    title: 'リンクが見つかりません',
    text: 'このリンクは無効です。メールのリンクをもう一度お確かめください。',
  },
  en: { lang: 'en', title: 'Link not found', text: 'This link is not valid. Please check the link in your mail.' },
} as const;

/** The look of the unsubscribe page in few words. */
const NOT_FOUND_STYLE =
  'body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px 16px;box-sizing:border-box;' +
  'background:light-dark(#f4f5f9,#14161f);color:light-dark(#1c2033,#eceef6);' +
  'font:16px/1.7 "Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,system-ui,sans-serif}' +
  'main{max-width:480px;padding:36px 28px 32px;box-sizing:border-box;border:1px solid light-dark(#e2e5ef,#32374d);' +
  'border-radius:16px;background:light-dark(#fff,#1d2030);text-align:center}' +
  'h1{margin:0 0 12px;font-size:21px;line-height:1.45}p{margin:0;color:light-dark(#5a6079,#a6acc4)}' +
  'html{color-scheme:light dark}';

/** A page, never a redirect: whoever makes up a token learns nothing and is led nowhere. */
export function sendNotFound(request: IncomingMessage, response: ServerResponse): void {
  const { lang, title, text } = /^\s*en\b/i.test(request.headers['accept-language'] ?? '')
    ? NOT_FOUND.en
    : NOT_FOUND.ja;
  const page = Buffer.from(
    `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${title}</title>` +
      `<style>${NOT_FOUND_STYLE}</style><main><h1>${title}</h1><p>${text}</p></main>`,
  );
  response
    .writeHead(404, {
      ...PRIVATE,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'Content-Length': page.length,
    })
    .end(page);
}
