/** What a POST to an unsubscribe link asks for. */
export type UnsubscribeAction = 'one-click' | 'stop' | 'undo';

/**
 * Reads the body as RFC 8058 allows it, urlencoded or multipart. Whatever is neither one-click nor an undo means stop:
 * a reader who posted to this link wants no more mail, even if something on the way lost the body.
 */
export function unsubscribeAction(contentType: string | undefined, body: string): UnsubscribeAction {
  const fields = /^\s*multipart\/form-data/i.test(contentType ?? '')
    ? multipartFields(body)
    : new URLSearchParams(body);
  if (fields.get('List-Unsubscribe')?.trim().toLowerCase() === 'one-click') return 'one-click';
  return fields.get('action') === 'undo' ? 'undo' : 'stop';
}

/** Short text fields only, which is all that this page and RFC 8058 know. */
function multipartFields(body: string): Map<string, string> {
  const parts = body.matchAll(/content-disposition:[^\r\n]*?name="([^"\r\n]*)"[^]*?\r?\n\r?\n([^\r\n]*)/gi);
  return new Map([...parts].map((part) => [part[1] ?? '', part[2] ?? '']));
}
