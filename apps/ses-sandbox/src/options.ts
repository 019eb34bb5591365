export type DailyQuotaErrorName = 'LimitExceededException' | 'TooManyRequestsException' | 'ThrottlingException';

/** How a sandbox behaves; everything has a default, so `createSesSandbox()` alone is a usable SES account. */
export interface SandboxOptions {
  host?: string;
  /** 0 takes a free port. */
  port?: number;
  region?: string;
  accountId?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  /** Recipients per second. */
  maxSendRate?: number;
  /** Seconds of `maxSendRate` that may be spent at once. */
  burstSeconds?: number;
  /** Recipients per rolling 24 hours; -1 is unlimited. */
  max24HourSend?: number;
  /** AWS's own name for the daily quota error is not known for certain, so tests can ask for each. */
  dailyQuotaError?: DailyQuotaErrorName;
  /** Mails kept in full for viewing; counts are kept for all. */
  keep?: number;
  /** Upper bound in bytes for the kept mails together. */
  keepBytes?: number;
  /** Messages one queue holds before it drops its oldest. */
  maxQueueMessages?: number;
  /** false behaves as an account still in the SES sandbox: recipients must be verified too (V3). */
  productionAccess?: boolean;
  /** true asks for a verified From identity (V2); otherwise every identity counts as verified. */
  strictIdentities?: boolean;
  /** Version of SNS signatures; a topic's attribute `SignatureVersion` overrides it. */
  signatureVersion?: '1' | '2';
  /** true signs the envelopes read from a queue too: 0.3 ms of CPU each, so not by default. */
  signQueueMessages?: boolean;
  /** Time from acceptance to the first outcome, in milliseconds. */
  outcomeDelayMs?: number;
  /** Seed of the probabilities of faults. */
  seed?: number;
  /** Retries of SNS over HTTP without a delivery policy of their own. */
  snsRetries?: number;
  snsFirstRetryMs?: number;
  /** Epoch milliseconds; replaced in tests of rates and quotas. */
  now?: () => number;
}

export type Settings = Required<SandboxOptions>;

/** Fills in the defaults: Tokyo, account 000000000000, key and secret `sandbox`, 500 mails a second. */
export function withDefaults(options: SandboxOptions): Settings {
  const defaults: Settings = {
    host: '127.0.0.1',
    port: 0,
    region: 'ap-northeast-1',
    accountId: '000000000000',
    accessKeyId: 'sandbox',
    secretAccessKey: 'sandbox',
    maxSendRate: 500,
    burstSeconds: 1,
    max24HourSend: 1_000_000,
    dailyQuotaError: 'LimitExceededException',
    keep: 5_000,
    keepBytes: 256 * 1024 * 1024,
    maxQueueMessages: 1_000_000,
    productionAccess: true,
    strictIdentities: false,
    signatureVersion: '2',
    signQueueMessages: false,
    outcomeDelayMs: 200,
    seed: 1,
    snsRetries: 10,
    snsFirstRetryMs: 1_000,
    now: Date.now,
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}
