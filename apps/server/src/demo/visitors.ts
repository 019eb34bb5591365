import type { VisitorClass } from '../tracking/tracking.types.js';
import type { Random } from './random.js';

/** How Apple's privacy protection names itself. */
export const PRIVACY_PROXY = 'Mozilla/5.0';

const IMAGE_PROXY = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';

const BROWSERS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Thunderbird/145.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
] as const;

/** What a reader's mail program says of itself; web mail loads images through a proxy. */
export function browserOf(random: Random, email: string): { visitor: VisitorClass; userAgent: string } {
  return email.endsWith('@example.com') && random.chance(0.7)
    ? { visitor: 'proxy', userAgent: IMAGE_PROXY }
    : { visitor: 'human', userAgent: random.pick(BROWSERS) };
}

/** A truncated address out of the networks that are reserved for documentation (RFC 5737). */
export function networkOf(random: Random): string {
  return random.pick(['192.0.2.0', '198.51.100.0', '203.0.113.0']);
}
