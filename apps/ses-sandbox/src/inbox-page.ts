import { randomBytes } from 'node:crypto';
import type { Answer } from './answer.js';
import { INBOX_SCRIPT } from './inbox-script.js';
import { INBOX_STYLE } from './inbox-style.js';
import { chooseTexts } from './inbox-texts.js';

const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 32 32%22%3E%3Crect width=%2232%22 height=%2232%22 rx=%227%22 fill=%22%234338ca%22/%3E%3Cpath d=%22M7 10h18v12H7z M7 10l9 7 9-7%22 fill=%22none%22 stroke=%22white%22 stroke-width=%222%22 stroke-linejoin=%22round%22/%3E%3C/svg%3E';

/** The inbox: one page without outside resources; its script reads and acts through the control API. */
export function inboxPage(acceptLanguage: string): Answer {
  const texts = chooseTexts(acceptLanguage);
  const nonce = randomBytes(16).toString('base64');
  const json = JSON.stringify(texts).replaceAll('<', '\\u003c');
  const body = `<!doctype html>
<html lang="${texts.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${texts.inbox} · ${texts.title}</title>
<link rel="icon" href="${ICON}">
<style nonce="${nonce}">${INBOX_STYLE}</style>
</head>
<body>
<header class="bar">
  <a class="brand" href="#"><svg viewBox="0 0 24 24" aria-hidden="true"><rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="m3.5 7 8.5 6.5L20.5 7"/></svg><span>${texts.title}</span></a>
  <label class="search"><svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/></svg>
    <input id="search" type="search" placeholder="${texts.search}" aria-label="${texts.search}" autocomplete="off" spellcheck="false"></label>
  <dl class="totals" id="totals"></dl>
  <button class="plain" id="reset" type="button">${texts.reset}</button>
</header>
<main>
  <h1 class="unseen">${texts.inbox}</h1>
  <nav class="list" aria-label="${texts.inbox}"><ul id="messages"></ul><p class="none" id="none" hidden></p><button class="plain more" id="more" type="button" hidden>${texts.more}</button></nav>
  <section class="reader" id="reader" aria-live="off"></section>
</main>
<div class="toast" id="toast" role="status" hidden></div>
<script type="application/json" id="texts">${json}</script>
<script nonce="${nonce}">${INBOX_SCRIPT}</script>
</body>
</html>`;
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`,
      'cache-control': 'no-store',
      vary: 'accept-language',
    },
    body,
  };
}
