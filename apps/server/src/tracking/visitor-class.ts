import type { VisitorClass } from './tracking.types.js';

/** What a request tells of who made it. */
export interface Visit {
  readonly kind: 'opened' | 'clicked';
  readonly userAgent: string;
  /** Sec-Purpose, Purpose or X-Moz, whichever is there */
  readonly purpose: string;
}

/** Apple's Mail Privacy Protection loads every image of every mail through a proxy that says no more than this. */
const APPLE_MPP = 'Mozilla/5.0';
/** Gmail fetching images before anybody looks; as GoogleImageProxy it fetches them when somebody does. */
const GMAIL_PREFETCH = 'Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0';
const IMAGE_PROXY = /GoogleImageProxy|YahooMailProxy/;
const SCANNER =
  /barracuda|proofpoint|mimecast|python-requests|python-urllib|aiohttp|curl\/|wget\/|headlesschrome|phantomjs|go-http-client|java\/|okhttp|axios\/|node-fetch|libwww|bot\b|crawler|spider|scanner|slurp|preview/i;

/**
 * Who stands behind an open or a click, as far as one request tells (sending.md §4.3). Only human and proxy count as a
 * person; everything is kept with its class, so that a better rule can be applied later.
 */
export function visitorClass({ kind, userAgent, purpose }: Visit): VisitorClass {
  if (/prefetch|prerender/i.test(purpose)) return 'prefetch';
  if (kind === 'opened') {
    if (userAgent === APPLE_MPP) return 'mpp';
    if (userAgent.endsWith(GMAIL_PREFETCH)) return 'prefetch';
    if (IMAGE_PROXY.test(userAgent)) return 'proxy';
  }
  return userAgent === '' || SCANNER.test(userAgent) ? 'bot' : 'human';
}

/** Whether a visit of this class is a person's. */
export const isPerson = (visitor: VisitorClass): boolean => visitor === 'human' || visitor === 'proxy';
