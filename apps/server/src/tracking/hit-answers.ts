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

/** A page, never a redirect: whoever makes up a token learns nothing and is led nowhere. */
export function sendNotFound(request: IncomingMessage, response: ServerResponse): void {
  const { lang, title, text } = /^\s*en\b/i.test(request.headers['accept-language'] ?? '')
    ? NOT_FOUND.en
    : NOT_FOUND.ja;
  const page = Buffer.from(
    `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<meta name="color-scheme" content="light dark"><title>${title}</title>` +
      `<body style="font-family:sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem"><h1>${title}</h1><p>${text}</p>`,
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
