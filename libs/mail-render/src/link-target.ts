import { encodeUrlPart } from './escape.js';
import { findMergeTags, mergeValue } from './merge-tags.js';

const HTTP_ORIGIN = /^https?:\/\/[^/?#\\]+[/?#\\]/i;

/**
 * Where a click on a tracked link leads: the template's URL with values put in, each encoded as part of a URL. Null unless
 * it is http or https, without user name or password, and on the template's own origin (sending.md §7).
 */
export function renderLinkTarget(urlTemplate: string, values: Readonly<Record<string, string>>): string | null {
  const { tags } = findMergeTags(urlTemplate);
  if (tags.length === 0) return parseWebUrl(urlTemplate)?.href ?? null;
  const origin = HTTP_ORIGIN.exec(urlTemplate.slice(0, tags[0]?.start))?.[0];
  if (origin === undefined) return null;
  let merged = '';
  let at = 0;
  for (const { key, defaultValue, start, end } of tags) {
    merged += urlTemplate.slice(at, start) + encodeUrlPart(mergeValue(values, key) || (defaultValue ?? ''));
    at = end;
  }
  const target = parseWebUrl(merged + urlTemplate.slice(at));
  return target !== null && target.origin === parseWebUrl(origin)?.origin ? target.href : null;
}

/** True when a merge tag may follow: the host is complete, or the URL has none. */
export function endsOrigin(prefix: string): boolean {
  return HTTP_ORIGIN.test(prefix) || /^(?:mailto:|tel:|sms:|cid:|#)/i.test(prefix);
}

function parseWebUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url : null;
}
