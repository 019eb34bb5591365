/** One environment variable: what it means, what it is when unset, and how its text is read. */
interface Variable<T> {
  readonly default: string;
  readonly doc: string;
  readonly read: (text: string, name: string) => T;
}

/** A refused start: the message is one sentence for the person who starts the server. */
export class EnvError extends Error {}

const text = (fallback: string, doc: string): Variable<string> => ({ default: fallback, doc, read: (v) => v });

const url = (fallback: string, doc: string): Variable<string> => ({
  default: fallback,
  doc,
  read: (v, name) => {
    if (v !== '' && !URL.canParse(v)) throw new EnvError(`${name} is not a URL: "${v}"`);
    return v.replace(/\/$/, '');
  },
});

const integer = (fallback: number, min: number, max: number, doc: string): Variable<number> => ({
  default: String(fallback),
  doc,
  read: (v, name) => {
    const n = Number(v);
    if (!Number.isInteger(n) || n < min || n > max)
      throw new EnvError(`${name} must be a whole number from ${min} to ${max}, not "${v}"`);
    return n;
  },
});

const oneOf = <const T extends readonly string[]>(
  values: T,
  fallback: T[number],
  doc: string,
): Variable<T[number]> => ({
  default: fallback,
  doc: `${doc} (${values.join(' | ')})`,
  read: (v, name) => {
    if (!values.includes(v)) throw new EnvError(`${name} must be one of ${values.join(', ')}, not "${v}"`);
    return v as T[number];
  },
});

const list = (fallback: string, doc: string): Variable<readonly string[]> => ({
  default: fallback,
  doc: `${doc} (comma-separated)`,
  read: (v) =>
    v
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
});

const secret = (doc: string): Variable<string> => ({
  default: '',
  doc,
  read: (v, name) => {
    if (!/^[0-9a-f]{64,}$/i.test(v))
      throw new EnvError(
        `${name} must be at least 64 hexadecimal digits (32 random bytes); make one with: openssl rand -hex 32`,
      );
    return v;
  },
});

/** Every environment variable the server reads; nothing else in the code looks at process.env. */
const VARIABLES = {
  NODE_ENV: oneOf(
    ['production', 'development', 'test'],
    'production',
    'How strict to be about secrets and test doubles',
  ),
  HOST: text('127.0.0.1', 'Address the API listens on'),
  PORT: integer(3000, 0, 65535, 'Port the API listens on'),
  DASHBOARD_URL: url(
    'http://localhost:3000',
    'Where users open the dashboard; cookies are Secure exactly when it is https',
  ),
  PUBLIC_URL: url('http://127.0.0.1:3000', 'Host of links in mails: opens, clicks, unsubscribe pages'),
  TRUSTED_PROXIES: list(
    'loopback',
    'Reverse proxies whose X-Forwarded-For tells the address of the caller: addresses, networks, or loopback, uniquelocal',
  ),
  WEB_ROOT: text('', 'Folder of the built dashboard; empty when another server hands it out'),
  DATABASE_URL: text('', 'PostgreSQL 18 or newer, e.g. postgres://user:password@host:5432/kubari'),
  DATABASE_POOL_SIZE: integer(10, 2, 200, 'Connections to PostgreSQL per process'),
  DATABASE_SYNC_COMMIT: oneOf(['on', 'off'], 'on', 'synchronous_commit of our sessions; off only in ordinary tests'),
  REDIS_URL: url('', 'Redis 6.2 or newer, e.g. redis://host:6379; it only wakes workers and may be wiped'),
  REDIS_PREFIX: text('kubari', 'Prefix of every key in Redis'),
  STORAGE_DIR: text('.local/storage', 'Folder for uploaded files and results'),
  KUBARI_SECRET: secret(
    'Key from which link signatures and CSRF tokens are derived; keep it as long as mails with links exist',
  ),
  SES_MODE: oneOf(['sandbox', 'aws'], 'sandbox', 'sandbox: a local stand-in, nothing leaves the machine'),
  SES_REGION: text('ap-northeast-1', 'AWS region of SES, SNS and SQS'),
  SES_ENDPOINT: url('', 'SES endpoint; empty with aws means the region’s own'),
  SNS_ENDPOINT: url('', 'SNS endpoint; empty means the region’s own'),
  SQS_ENDPOINT: url('', 'SQS endpoint; empty means the region’s own'),
  SES_CONFIGURATION_SET: text('kubari', 'SES configuration set whose event destination reports back to us'),
  SES_EVENTS_QUEUE_URL: text('', 'SQS queue with the events; empty: no polling'),
  SES_EVENTS_TOPIC_ARNS: list('', 'SNS topics whose messages are accepted over HTTPS'),
  SES_CERTIFICATE_ORIGIN: url('', 'Where the sandbox serves its SNS certificate; refused with SES_MODE=aws'),
  SEND_MAX_PER_SECOND: integer(0, 0, 100_000, 'Upper bound of our own send rate per second; 0: what GetAccount allows'),
  SEND_DOMAIN_RATES: text(
    'docomo:10,au:5,softbank:5,ymobile:5,uq:5,rakuten:5,yahoojp:10,ms:10,gmail:50',
    'Mails per second to receivers that want to be treated apart, as group:rate; a group not named is not limited',
  ),
  SEND_CONCURRENCY: integer(64, 1, 1000, 'SES calls in flight per worker'),
  SEND_BATCH_LEASE_MS: integer(
    120_000,
    500,
    3_600_000,
    'How long a worker may hold a batch of recipients without renewing',
  ),
  SEND_DEADLINE_MS: integer(35_000, 200, 600_000, 'After this long an SES call without an answer is in doubt'),
  DOUBT_GRACE_MS: integer(
    900_000,
    0,
    86_400_000,
    'How long past its deadline an attempt in doubt waits before absence may be concluded',
  ),
  SWEEP_INTERVAL_MS: integer(2_000, 50, 600_000, 'How often each worker looks for due work in the database'),
  EVENT_VISIBILITY_SECONDS: integer(
    120,
    1,
    43_200,
    'For how long a received event stays hidden from other readers of the queue',
  ),
  EVENT_POLL_WAIT_SECONDS: integer(10, 0, 20, 'Long polling of the event queue'),
  RETAINED_DELIVERIES: integer(100, 1, 100_000, 'How many of the latest deliveries keep their recipients'),
  IMPORT_MAX_BYTES: integer(1_073_741_824, 1024, 2_147_483_647, 'Largest CSV file accepted'),
  IMPORT_MAX_ROWS: integer(10_000_000, 1, 100_000_000, 'Most rows of a CSV file that is imported'),
  IMPORT_LEASE_MS: integer(
    60_000,
    500,
    3_600_000,
    'How long a worker may hold an import without renewing before another one goes on with it',
  ),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'info', 'Least severe log line written'),
} as const;

/** The typed environment, as read once at start. */
export type Env = { readonly [K in keyof typeof VARIABLES]: ReturnType<(typeof VARIABLES)[K]['read']> };

/** Injection token of the typed environment. */
export const ENV = Symbol('ENV');

/** Reads and checks the environment; throws EnvError with a sentence that says what to change. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const env = Object.fromEntries(
    Object.entries(VARIABLES).map(([name, variable]) => [name, variable.read(source[name] ?? variable.default, name)]),
  ) as Env;
  if (env.DATABASE_URL === '')
    throw new EnvError('DATABASE_URL is not set: point it at a PostgreSQL database (npm start brings its own)');
  if (env.REDIS_URL === '')
    throw new EnvError('REDIS_URL is not set: point it at a Redis server (npm start brings its own)');
  if (env.SES_MODE === 'sandbox' && env.SES_ENDPOINT === '')
    throw new EnvError(
      'SES_MODE is sandbox but SES_ENDPOINT is not set (npm start brings the sandbox; set SES_MODE=aws for Amazon SES)',
    );
  if (env.SES_MODE === 'aws' && env.SES_CERTIFICATE_ORIGIN !== '')
    throw new EnvError('SES_CERTIFICATE_ORIGIN is for the sandbox only: unset it with SES_MODE=aws');
  return env;
}

/** Name, default and meaning of every variable, for .env.example and the operations guide. */
export const ENV_DOCS = Object.entries(VARIABLES).map(([name, variable]) => ({
  name,
  default: variable.default,
  doc: variable.doc,
}));

/** Only what the TypeORM command line needs. */
export function readDatabaseEnv(
  source: Readonly<Record<string, string | undefined>> = process.env,
): Pick<Env, 'DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'DATABASE_SYNC_COMMIT'> {
  return { DATABASE_URL: source.DATABASE_URL ?? '', DATABASE_POOL_SIZE: 2, DATABASE_SYNC_COMMIT: 'on' };
}
