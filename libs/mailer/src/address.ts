import { MimeError } from './mime-error.js';

const ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]";
const ATOMS_AND_DOTS = new RegExp(`^(?:${ATEXT}|\\.)+$`);
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const QUOTED = '"(?:[ !#-[\\]-~]|\\\\[ -~])*"';
/** One addr-spec (RFC 5322 §3.4.1) without comments, folding and literals; the dots of the local part are free. */
const ADDR_SPEC = new RegExp(`^(?:(?:${ATEXT}|\\.)+|${QUOTED})@${LABEL}(?:\\.${LABEL})+$`);
const MAX_ADDRESS_CHARS = 256; // RFC 5321 §4.5.3.1.3 has 254; the two quotes come on top

/**
 * Quotes a local part whose dots RFC 5322 does not allow (`a..b@docomo.ne.jp` becomes `"a..b"@docomo.ne.jp`): docomo
 * and au gave out such addresses until 2009, and SES refuses them bare. Every other address comes back unchanged, since
 * some servers refuse quotes.
 */
export function quoteLocalPart(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (!local.startsWith('.') && !local.endsWith('.') && !local.includes('..')) return address;
  return at > 0 && ATOMS_AND_DOTS.test(local) ? `"${local}"${address.slice(at)}` : address;
}

/** The address as it may stand in a header: exactly one addr-spec in ASCII, quoted where needed. Throws a MimeError. */
export function headerAddress(address: string, header: string): string {
  if (address.length > MAX_ADDRESS_CHARS || !ADDR_SPEC.test(address)) throw new MimeError('invalid-address', header);
  return quoteLocalPart(address);
}
