import type { Mailbox } from './mailbox.js';
import { isFound, summarize, type MessageSummary } from './message-view.js';

export interface MessagePage {
  messages: MessageSummary[];
  /** `before` of the next page, if there may be one. */
  nextBefore: number | undefined;
}

const MOST = 500;

/** Kept mails, newest first: `to` exactly, `q` anywhere in addresses, subject and tag values, `tag` as `name:value`, `limit`, `before` a seq. */
export function findMessages(mailbox: Mailbox, query: URLSearchParams): MessagePage {
  const to = query.get('to')?.toLowerCase();
  const needle = query.get('q')?.trim().toLowerCase();
  const [, tagName, tagValue] = /^(.+):([^:]*)$/.exec(query.get('tag') ?? '') ?? [];
  const limit = Math.min(MOST, Math.max(1, Number(query.get('limit') ?? 50) || 50));
  const before = Number(query.get('before')) || undefined;
  const messages: MessageSummary[] = [];
  for (const kept of mailbox.newestFirst(before)) {
    if (to && !kept.mail.recipients.some((recipient) => recipient.toLowerCase() === to)) continue;
    if (tagName !== undefined && kept.mail.tags[tagName] !== tagValue) continue;
    if (needle && !isFound(kept, needle)) continue;
    messages.push(summarize(kept));
    if (messages.length === limit) return { messages, nextBefore: kept.seq };
  }
  return { messages, nextBefore: undefined };
}
