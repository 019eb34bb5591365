import { describe, expect, test } from '@jest/globals';
import { ENV_DOCS, EnvError, readEnv } from './env.js';

const GOOD = {
  DATABASE_URL: 'postgres://127.0.0.1/kubari',
  REDIS_URL: 'redis://127.0.0.1',
  SES_ENDPOINT: 'http://127.0.0.1:4000',
  KUBARI_SECRET: '0123456789abcdef'.repeat(4),
};

/** The sentence with which a start is refused. */
function refusal(changes: Readonly<Record<string, string | undefined>>): string {
  try {
    readEnv({ ...GOOD, ...changes });
  } catch (error) {
    if (error instanceof EnvError) return error.message;
    throw error;
  }
  return 'not refused';
}

describe('the environment', () => {
  test('what is not set has its documented default', () => {
    const env = readEnv(GOOD);
    expect(env).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', SES_MODE: 'sandbox', NODE_ENV: 'production' });
    expect(env.SES_EVENTS_TOPIC_ARNS).toEqual([]);
    expect(env.TRUSTED_PROXIES).toEqual(['loopback']);
    expect(ENV_DOCS.map((variable) => variable.name)).toEqual(Object.keys(env));
    expect(ENV_DOCS.filter((variable) => variable.doc === '')).toEqual([]);
  });

  test('texts become what they mean', () => {
    const env = readEnv({
      ...GOOD,
      PORT: '8080',
      DASHBOARD_URL: 'https://mail.example.jp/',
      SES_EVENTS_TOPIC_ARNS: 'arn:aws:sns:a, arn:aws:sns:b,',
    });
    expect(env).toMatchObject({
      PORT: 8080,
      DASHBOARD_URL: 'https://mail.example.jp',
      SES_EVENTS_TOPIC_ARNS: ['arn:aws:sns:a', 'arn:aws:sns:b'],
    });
  });

  test.each([
    ['no database', { DATABASE_URL: '' }, /DATABASE_URL is not set/],
    ['no Redis', { REDIS_URL: undefined }, /REDIS_URL is not set/],
    ['no secret', { KUBARI_SECRET: undefined }, /KUBARI_SECRET must be at least 64 hexadecimal digits/],
    ['a short secret', { KUBARI_SECRET: 'abc123' }, /KUBARI_SECRET must be at least 64/],
    ['a secret that is no hexadecimal', { KUBARI_SECRET: 'x'.repeat(64) }, /KUBARI_SECRET must be at least 64/],
    ['a port that is none', { PORT: 'http' }, /PORT must be a whole number from 0 to 65535, not "http"/],
    ['a port out of range', { PORT: '70000' }, /PORT must be a whole number/],
    ['half a port', { PORT: '1.5' }, /PORT must be a whole number/],
    ['an unknown mode', { SES_MODE: 'prod' }, /SES_MODE must be one of sandbox, aws, not "prod"/],
    ['a URL that is none', { PUBLIC_URL: 'localhost' }, /PUBLIC_URL is not a URL: "localhost"/],
    ['the sandbox without its address', { SES_ENDPOINT: '' }, /SES_MODE is sandbox but SES_ENDPOINT is not set/],
    [
      'the sandbox’s certificate with real SES',
      { SES_MODE: 'aws', SES_CERTIFICATE_ORIGIN: 'http://127.0.0.1:4000' },
      /SES_CERTIFICATE_ORIGIN is for the sandbox only/,
    ],
  ])('%s is refused in one sentence', (_, changes, sentence) => {
    expect(refusal(changes)).toMatch(sentence);
    expect(refusal(changes)).not.toContain('\n');
  });

  test('a refusal does not repeat the secret', () => {
    expect(refusal({ KUBARI_SECRET: 'hunter2hunter2' })).not.toContain('hunter2');
  });
});
