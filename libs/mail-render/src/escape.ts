const HTML_SPECIAL = /[&<>"'`]/;
const HTML_SPECIALS = /[&<>"'`]/g;
const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** For HTML text and attribute values in quotes: the value can end neither. */
export function escapeHtml(value: string): string {
  return HTML_SPECIAL.test(value) ? value.replace(HTML_SPECIALS, (sign) => HTML_ENTITIES[sign] ?? '') : value;
}

/** For one part of a URL (RFC 3986 unreserved characters stay); the result holds nothing that HTML or plain text would end a URL at. */
export function encodeUrlPart(value: string): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** For a mailto URL, where programs do not expect the @ to be encoded. */
export function encodeMailtoPart(value: string): string {
  return encodeUrlPart(value).replaceAll('%40', '@');
}

/** For a header: line breaks and all other control characters go (security.md 2). */
export function stripControls(value: string): string {
  // oxlint-disable-next-line no-control-regex
  return value.replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, '');
}
