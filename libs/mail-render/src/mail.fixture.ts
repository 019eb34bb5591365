import { type CompiledMail, compileMail } from './compile-mail.js';
import type { CompileOptions, MailContent, RenderRecipient, RenderedMail } from './mail-content.js';

export const SYSTEM_KEYS = ['email', 'delivery_date', 'registered_date', 'group_name', 'sender_name'].map((key) => ({
  key,
}));

export const OPTIONS: CompileOptions = {
  mergeKeys: [...SYSTEM_KEYS, { key: 'お名前' }, { key: '会社名', defaultValue: '貴社' }, { key: 'code' }],
  trackLinks: true,
  trackOpens: true,
};

export function compileHtmlMail(htmlBody: string, options: Partial<CompileOptions> = {}): CompiledMail {
  return compileMail({ format: 'html', subject: '', textBody: '-', htmlBody }, { ...OPTIONS, ...options });
}

export function compileTextMail(textBody: string, options: Partial<CompileOptions> = {}): CompiledMail {
  return compileMail({ format: 'text', subject: '', textBody, htmlBody: null }, { ...OPTIONS, ...options });
}

/** A recipient of a test mail: no clicks, no opens. */
export function recipient(values: Record<string, string> = {}, rest: Partial<RenderRecipient> = {}): RenderRecipient {
  return { values, clickBase: null, openUrl: null, unsubscribeUrl: 'https://t.example.jp/u/TOKEN', ...rest };
}

export const tracked = { clickBase: 'https://t.example.jp/c/TOKEN', openUrl: 'https://t.example.jp/o/TOKEN' };

export function renderHtml(
  html: string,
  values: Record<string, string> = {},
  rest: Partial<RenderRecipient> = {},
): string {
  return compileHtmlMail(html).render(recipient(values, rest)).html ?? '';
}

export function renderText(
  text: string,
  values: Record<string, string> = {},
  rest: Partial<RenderRecipient> = {},
): string {
  return compileTextMail(text).render(recipient(values, rest)).text;
}

export function renderMail(content: Partial<MailContent>, values: Record<string, string> = {}): RenderedMail {
  const whole: MailContent = { format: 'text', subject: '', textBody: '', htmlBody: null, ...content };
  return compileMail(whole, OPTIONS).render(recipient(values));
}

/** Repeatable random whole numbers below a limit (mulberry32). */
export function seededRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

export function randomJoin(random: (limit: number) => number, pieces: readonly string[], count: number): string {
  return Array.from({ length: count }, () => pieces[random(pieces.length)]).join('');
}

export function oneOf<T>(random: (limit: number) => number, items: readonly T[]): T {
  return items[random(items.length)] as T;
}
