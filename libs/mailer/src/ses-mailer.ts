import { Pool } from 'undici';
import { quoteLocalPart } from './address.js';
import { HttpCall, type CallOutcome } from './http-call.js';
import type { Answer, Mailer, OutgoingMessage } from './mailer.js';
import { classifyAnswer, NO_CREDENTIALS } from './ses-answer.js';
import { Sigv4Signer, type AwsCredentials } from './sigv4.js';

/** Times are in milliseconds. */
export interface SesMailerOptions {
  /** origin of the SES v2 API, such as `https://email.ap-northeast-1.amazonaws.com` */
  readonly endpoint: string;
  readonly region: string;
  /** Asked for every mail: it should answer from memory and refresh by itself. */
  readonly credentials: () => Promise<AwsCredentials>;
  readonly now: () => Date;
  /** Connections, which is also the number of calls under way; further ones wait. */
  readonly maxSockets: number;
  /** name, connection and TLS together */
  readonly connectMs?: number;
  /** longest silence while the answer is waited for and read */
  readonly idleMs?: number;
  /** from `send` to its answer, credentials and waiting for a socket included */
  readonly overallMs?: number;
}

const PATH = '/v2/email/outbound-emails';
const MAX_ANSWER_BYTES = 256 * 1024;
/** Shorter than servers keep an idle socket, so that a call does not meet one being closed. */
const KEEP_ALIVE_MS = 4_000;
const TRACKING_OFF = '{"Tracking":{"OpenTrackingEnabled":"DISABLED","ClickTrackingEnabled":"DISABLED"}}';

/**
 * Offers mails to SES by `SendEmail` with raw content, one recipient a call. A call is written at most once: SES has no
 * idempotency token, so any repetition could be a second copy. Never throws.
 */
export class SesMailer implements Mailer {
  private readonly pool: Pool;
  private readonly signer: Sigv4Signer;
  private readonly overallMs: number;

  constructor(private readonly options: SesMailerOptions) {
    const { endpoint, region, maxSockets, connectMs = 3_000, idleMs = 20_000, overallMs = 35_000 } = options;
    const url = new URL(endpoint);
    this.overallMs = overallMs;
    this.signer = new Sigv4Signer({ region, service: 'ses', host: url.host, path: PATH });
    this.pool = new Pool(url.origin, {
      connections: maxSockets,
      pipelining: 1,
      allowH2: false,
      connect: { timeout: connectMs }, // undici sets TCP_NODELAY itself
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  async send(message: OutgoingMessage): Promise<Answer> {
    const call = new HttpCall(this.overallMs);
    this.begin(message, call).catch((error: unknown) => call.fail('not begun', String(error)));
    return answerOf(message, await call.outcome);
  }

  /** Waits for the calls under way and closes the connections; later offers are `not_sent`. */
  async close(): Promise<void> {
    if (!this.pool.closed) await this.pool.close();
  }

  private async begin(message: OutgoingMessage, call: HttpCall): Promise<void> {
    const credentials = await this.options.credentials().catch((error: unknown) => {
      call.fail(NO_CREDENTIALS, String(error));
    });
    if (credentials === undefined || call.isOver) return;
    const body = Buffer.from(requestBody(message));
    const headers = this.signer.sign(body, credentials, this.options.now());
    this.pool.dispatch({ method: 'POST', path: PATH, headers, body, idempotent: false }, call);
  }
}

/** The request as JSON. Without a space and put together by hand: the mail in the middle needs no escaping. */
export function requestBody({ from, to, raw, configurationSet, tags }: OutgoingMessage): string {
  const set = configurationSet === undefined ? '' : `"ConfigurationSetName":${JSON.stringify(configurationSet)},`;
  const emailTags = tags.map(([name, value]) => `{"Name":${JSON.stringify(name)},"Value":${JSON.stringify(value)}}`);
  return (
    `{"FromEmailAddress":${JSON.stringify(from)},"Destination":{"ToAddresses":[${JSON.stringify(quoteLocalPart(to))}]},` +
    `"Content":{"Raw":{"Data":"${raw.toString('base64')}"}},${set}"EmailTags":[${emailTags.join(',')}],` +
    `"ConfigurationOverrides":${TRACKING_OFF}}`
  );
}

function answerOf({ from, to }: OutgoingMessage, outcome: CallOutcome): Answer {
  if (outcome.phase !== 'answered') return classifyAnswer({ ...outcome, from, to });
  const { phase, status } = outcome;
  const body = parseObject(outcome.body);
  const sesMessageId = text(body['MessageId']);
  if (status >= 200 && status < 300 && sesMessageId) return { kind: 'accepted', sesMessageId };
  const errorType = outcome.errorType ?? text(body['__type']) ?? text(body['code']);
  const message = text(body['message']) ?? text(body['Message']) ?? outcome.body.slice(0, 200);
  return classifyAnswer({ phase, status, errorType, message, from, to });
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
