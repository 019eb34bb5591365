import { describe, expect, test } from '@jest/globals';
import { callerAddress, truncatedAddress } from './visitor-address.js';
import { isPerson, visitorClass } from './visitor-class.js';

const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
const GMAIL_PREFETCH =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0';

describe('who stands behind an open or click (sending.md §4.3)', () => {
  test.each([
    ['opened', SAFARI, '', 'human'],
    ['opened', 'Mozilla/5.0', '', 'mpp'],
    [
      'opened',
      'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
      '',
      'proxy',
    ],
    ['opened', 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', '', 'proxy'],
    ['opened', GMAIL_PREFETCH, '', 'prefetch'],
    ['opened', SAFARI, 'prefetch', 'prefetch'],
    ['opened', '', '', 'bot'],
    ['clicked', SAFARI, '', 'human'],
    ['clicked', 'Mozilla/5.0', '', 'human'],
    ['clicked', SAFARI, 'prefetch;prerender', 'prefetch'],
    ['clicked', 'python-requests/2.31.0', '', 'bot'],
    ['clicked', 'curl/8.5.0', '', 'bot'],
    ['clicked', 'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0 Safari/537.36', '', 'bot'],
    ['clicked', 'Barracuda Sentinel (EE)', '', 'bot'],
    ['clicked', 'Mozilla/5.0 (compatible; Proofpoint URL Defense)', '', 'bot'],
    ['clicked', 'Mimecast-URL-Protect', '', 'bot'],
    ['clicked', '', '', 'bot'],
  ] as const)('%s by "%s" (%s) is %s', (kind, userAgent, purpose, visitor) => {
    expect(visitorClass({ kind, userAgent, purpose })).toBe(visitor);
  });

  test('only people and their image proxies count as people', () => {
    expect((['human', 'proxy', 'mpp', 'prefetch', 'bot'] as const).filter(isPerson)).toEqual(['human', 'proxy']);
  });
});

describe('the address of a visitor', () => {
  test.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::/48'],
    ['2001:0DB8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['unknown', null],
    ['', null],
  ])('%s is kept as %s', (address, kept) => {
    expect(truncatedAddress(address)).toBe(kept);
  });

  test('X-Forwarded-For is believed only as far as trusted proxies wrote it', () => {
    const trusts = (address: string): boolean => address === '127.0.0.1' || address === '10.0.0.5';
    expect(callerAddress('198.51.100.1', '203.0.113.9', trusts)).toBe('198.51.100.1');
    expect(callerAddress('127.0.0.1', '203.0.113.9', trusts)).toBe('203.0.113.9');
    expect(callerAddress('127.0.0.1', '1.1.1.1, 203.0.113.9, 10.0.0.5', trusts)).toBe('203.0.113.9');
    expect(callerAddress('127.0.0.1', undefined, trusts)).toBe('127.0.0.1');
  });
});
