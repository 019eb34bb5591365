import { AwsError } from './aws-error.js';
import type { Unsubscribe } from './message-view.js';

export interface OneClickAnswer {
  url: string;
  status: number;
  location: string | undefined;
  body: string;
}

const TIMEOUT_MS = 10_000;
const SHOWN_BYTES = 4_000;

/** Does what a mail client does for "unsubscribe": the POST of RFC 8058 §3.2, without cookies, redirects not followed. */
export async function unsubscribeWithOneClick(unsubscribe: Unsubscribe | undefined): Promise<OneClickAnswer> {
  const url = unsubscribe?.url;
  if (!url) throw new AwsError(409, 'NoUnsubscribeUrl', 'The mail has no List-Unsubscribe URL.');
  if (!unsubscribe.oneClick)
    throw new AwsError(409, 'NotOneClick', 'The mail has no List-Unsubscribe-Post header, so a client may not POST.');
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await response.text()).slice(0, SHOWN_BYTES);
    return { url, status: response.status, location: response.headers.get('location') ?? undefined, body };
  } catch (error) {
    throw new AwsError(502, 'NoAnswer', `No answer from ${url}: ${reason(error)}`);
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
