import { isIPv4, isIPv6 } from 'node:net';

/**
 * The network of an address: /24 of IPv4, /48 of IPv6, enough to recognise a data centre and too little to recognise a
 * person (sending.md §7). Null for what is no address.
 */
export function truncatedAddress(address: string): string | null {
  const mapped = address.startsWith('::ffff:') ? address.slice(7) : address;
  if (isIPv4(mapped)) return `${mapped.slice(0, mapped.lastIndexOf('.'))}.0/24`;
  if (!isIPv6(address)) return null;
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  return `${groups.slice(0, 3).map(trim).join(':')}::/48`;
}

const trim = (group: string): string => group.replace(/^0+(?=.)/, '');

/** Whether the hop at this distance is a reverse proxy of ours; Express compiles it from TRUSTED_PROXIES. */
export type TrustsProxy = (address: string, distance: number) => boolean;

/** The caller's address: of the socket, or behind trusted proxies the last one in X-Forwarded-For that is not one. */
export function callerAddress(socket: string, forwardedFor: string | undefined, trusts: TrustsProxy): string {
  if (forwardedFor === undefined || !trusts(socket, 0)) return socket;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  let caller = socket;
  for (let distance = 1; hops.length > 0; distance++) {
    caller = hops.pop() ?? caller;
    if (!trusts(caller, distance)) break;
  }
  return caller;
}
