import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { logOptions } from './logging.module.js';
import { maskAddresses } from './mask.js';

/** What a logger with our options writes while `work` runs. */
function written(work: (logger: Logger) => void): string {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  work(pinoHttp(logOptions({ LOG_LEVEL: 'debug' }, 'api'), sink).logger);
  return lines.join('');
}

describe('e-mail addresses in logs', () => {
  test.each([
    ['taro.yamada@example.jp bounced', 't***@example.jp bounced'],
    ['<a@b.example>, "C" <cc.dd@sub.example.com>;', '<a***@b.example>, "C" <c***@sub.example.com>;'],
    ['mailto:hanako+news@example.co.jp?x=1', 'mailto:h***@example.co.jp?x=1'],
    ['no address here', 'no address here'],
    ['taro..y.@docomo.ne.jp', 't***@docomo.ne.jp'],
  ])('%s', (text, masked) => {
    expect(maskAddresses(text)).toBe(masked);
  });

  test('are masked in messages, in their parts and in values', () => {
    const log = written((logger) => {
      logger.info('mail to taro.yamada@example.jp');
      logger.info({ email: 'hanako.sato@example.jp' }, 'bounced');
      logger.warn({ customer: { email: 'jiro.kato@example.jp', list: ['saburo.abe@example.jp'] } }, 'in a value');
      logger.error({ err: new Error('550 shiro.mori@example.jp unknown') }, 'refused');
    });
    for (const name of ['taro.yamada', 'hanako.sato', 'jiro.kato', 'saburo.abe', 'shiro.mori'])
      expect(log).not.toContain(name);
    expect(log).toContain('t***@example.jp');
    expect(log).toContain('h***@example.jp');
  });
});
