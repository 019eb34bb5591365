import type { SenderBlock } from '../settings/settings.service.js';
import { escapeHtml, type PageLocale, type PublicPage } from './public-page.js';
import type { Subscription } from './unsubscribe.queries.js';

/** How things stand for whoever opened the page. */
export type UnsubscribeView =
  | { readonly kind: 'ask' | 'resumed'; readonly subscription: Subscription }
  | { readonly kind: 'stopped' | 'already-stopped'; readonly subscription: Subscription; readonly mayUndo: boolean }
  | { readonly kind: 'not-registered' };

const ENVELOPE = '<path d="M3 6.5h18v11H3z"/><path d="m3.5 7 8.5 6 8.5-6"/>';
const CHECK = '<path d="m5 12.5 4.5 4.5L19 7.5"/>';
const QUESTION = '<path d="M9 9.5a3 3 0 1 1 4.3 2.7c-.9.4-1.3 1-1.3 1.9"/><path d="M12 17.5v.01"/>';

const mark = (path: string, done = false): string =>
  `<div class="mark${done ? ' done' : ''}"><svg viewBox="0 0 24 24" aria-hidden="true">${path}</svg></div>`;

const TEXTS = {
  ja: {
    address: 'メールアドレス',
    group: '配信グループ',
    ask: {
      title: 'メールの配信を停止しますか？',
      text: '停止すると、このグループからのメールは今後届きません。',
      button: '配信を停止する',
    },
    stopped: {
      title: '配信を停止しました',
      text: 'このグループからのメールは今後お送りしません。',
      note: '配信準備が済んでいるメールが、行き違いで届くことがあります。',
    },
    already: { title: '配信はすでに停止されています', text: 'このグループからのメールはお送りしていません。' },
    resumed: { title: '配信を再開しました', text: '停止を取り消しました。これまでどおりメールをお届けします。' },
    unknown: {
      title: '登録されていません',
      text: 'このメールアドレスは登録されていないか、すでに削除されています。リンクが途中で切れている場合は、メールのリンクをもう一度お開きください。',
    },
    undo: '停止を取り消す',
    contact: 'お問い合わせ',
  },
  en: {
    address: 'E-mail address',
    group: 'Mailing list',
    ask: { title: 'Stop these mails?', text: 'You will get no more mail from this list.', button: 'Unsubscribe' },
    stopped: {
      title: 'You are unsubscribed',
      text: 'We will not send you any more mail from this list.',
      note: 'A mail that was already on its way may still arrive.',
    },
    already: { title: 'You are already unsubscribed', text: 'We do not send you mail from this list.' },
    resumed: {
      title: 'You are subscribed again',
      text: 'Your request was undone; you will get mail from this list as before.',
    },
    unknown: {
      title: 'Not registered',
      text: 'This address is not registered, or was removed. If the link was cut off, please open it from the mail again.',
    },
    undo: 'Undo',
    contact: 'Contact',
  },
} as const;

/** The unsubscribe page in each of its states (F-12, F-13). It shows the address masked: the link may be forwarded. */
export function unsubscribePage(view: UnsubscribeView, locale: PageLocale, sender: SenderBlock): PublicPage {
  const t = TEXTS[locale];
  const footer = senderLines(sender, t.contact);
  const page = (icon: string, { title, text }: { title: string; text: string }, rest = ''): PublicPage => ({
    locale,
    title,
    footer,
    main: `${icon}\n<h1>${title}</h1>\n<p>${text}</p>${rest}`,
  });
  switch (view.kind) {
    case 'ask':
      return page(mark(ENVELOPE), t.ask, facts(view.subscription, t) + form('stop', t.ask.button, ''));
    case 'stopped':
      return page(
        mark(CHECK, true),
        t.stopped,
        facts(view.subscription, t) +
          (view.mayUndo ? form('undo', t.undo, 'quiet') : '') +
          `<p class="note">${t.stopped.note}</p>`,
      );
    case 'already-stopped':
      return page(
        mark(CHECK, true),
        t.already,
        facts(view.subscription, t) + (view.mayUndo ? form('undo', t.undo, 'quiet') : ''),
      );
    case 'resumed':
      return page(mark(CHECK, true), t.resumed, facts(view.subscription, t) + form('stop', t.ask.button, 'quiet'));
    case 'not-registered':
      return page(mark(QUESTION), t.unknown);
  }
}

/** Posts to the page's own address; the token stands there. */
const form = (action: 'stop' | 'undo', label: string, look: string): string =>
  `\n<form method="post"><input type="hidden" name="action" value="${action}"><button type="submit" class="${look}">${label}</button></form>`;

function facts({ email, groupName }: Subscription, t: { address: string; group: string }): string {
  return (
    `\n<dl><div><dt>${t.address}</dt><dd>${escapeHtml(maskEmail(email))}</dd></div>` +
    `<div><dt>${t.group}</dt><dd>${escapeHtml(groupName)}</dd></div></dl>`
  );
}

function senderLines({ organisationName, postalAddress, contact }: SenderBlock, contactLabel: string): string {
  const lines = [
    organisationName && `<strong>${escapeHtml(organisationName)}</strong>`,
    postalAddress && escapeHtml(postalAddress),
    contact && `${contactLabel}: ${escapeHtml(contact)}`,
  ];
  return lines.filter((line) => line !== '').join('<br>');
}

/** t•••••@e•••••.jp: enough to recognise one's own address, too little to learn it. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  const dot = domain.indexOf('.');
  const first = (text: string): string => [...text][0] ?? '';
  return `${first(email.slice(0, at))}•••••@${first(domain)}•••••${dot < 0 ? '' : domain.slice(dot)}`;
}
