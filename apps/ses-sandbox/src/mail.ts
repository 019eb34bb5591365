import { flat, newUuid } from './ids.js';
import type { OutcomeEvent } from './outcomes.js';

/** What SES remembers of an accepted mail for its events; small, since many wait in queues. */
export interface Mail {
  messageId: string;
  acceptedAt: number;
  from: string;
  recipients: string[];
  tags: Record<string, string>;
  configurationSet: string | undefined;
  headerBlock: Buffer;
  sourceIp: string;
}

/** One event of one mail; `recipients` are those it speaks of. */
export interface MailEvent {
  at: number;
  recipients: string[];
  event: OutcomeEvent;
  /** Of bounces and complaints. */
  feedbackId: string | undefined;
}

/** First four digits of every message id of Tokyo. */
const REGION_CODE = '0106';

/** SES's form of a message id: region, twelve hex digits of epoch milliseconds, a uuid, a suffix (T1). */
export function makeMessageId(now: number): string {
  return flat(`${REGION_CODE}${now.toString(16).padStart(12, '0')}-${newUuid()}-000000`);
}
