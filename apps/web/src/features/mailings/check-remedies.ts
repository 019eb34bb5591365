import type { MailingCheck } from './mailings.api';

/** Where in the composer a finding is. `text` is what to look for there. */
export interface Place {
  readonly field: 'subject' | 'group' | 'sender' | 'body' | 'text' | 'html';
  readonly text: string;
}

export type Remedy = Place | 'insert-unsubscribe' | 'test-send' | 'settings';

const FIELDS: Readonly<Record<string, Place['field']>> = {
  'subject-missing': 'subject',
  'subject-long': 'subject',
  'body-missing': 'body',
  'sender-missing': 'sender',
  'group-missing': 'group',
  'no-recipients': 'group',
  'sender-display-missing': 'body',
  'html-large': 'html',
  'image-without-alt': 'html',
  'link-not-encrypted': 'body',
};

/** What helps against a finding; null where nothing can be pointed at. */
export function remedyOf({ code, params }: MailingCheck): Remedy | null {
  if (code === 'unsubscribe-link-missing') return 'insert-unsubscribe';
  if (code === 'not-tested') return 'test-send';
  if (code === 'sender-display-unset') return 'settings';
  const text = searchText(code, params);
  const part = params['part'];
  if (part === 'subject' || part === 'text' || part === 'html') return { field: part, text };
  const field = FIELDS[code];
  return field ? { field, text } : null;
}

function searchText(code: string, params: MailingCheck['params']): string {
  if (typeof params['url'] === 'string') return params['url'];
  if (typeof params['tag'] === 'string') return params['tag'];
  if (code === 'image-without-alt') return '<img';
  if (code === 'full-width-merge-tag') return '｛';
  return '';
}
