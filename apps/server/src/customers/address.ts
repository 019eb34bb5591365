/** What parseAddress makes of a text: an address in the two forms a customer keeps, or why it is none. */
export type ParsedAddress =
  | {
      readonly ok: true;
      /** as used for sending: the local part keeps its case, the domain is lower-case */
      readonly email: string;
      /** for comparing: all lower-case */
      readonly emailNormalised: string;
      /** old docomo/au addresses that break RFC 5321; quoted when sent, may not arrive (J-01..J-03) */
      readonly carrierNonRfc: boolean;
    }
  | { readonly ok: false; readonly reason: 'missing' | 'malformed' };

const MISSING: ParsedAddress = { ok: false, reason: 'missing' };
const MALFORMED: ParsedAddress = { ok: false, reason: 'malformed' };

/** RFC 5321 §4.5.3.1: octets of the local part and of the whole path without its angle brackets. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
const MAX_LABEL = 63;

const AT = 0x40;
const DOT = 0x2e;
const HYPHEN = 0x2d;

// Classes of ASCII characters, so that the hot path is one table look-up per character.
const OTHER = 0;
const LOWER = 1;
const UPPER = 2;
const DIGIT = 3;
/** the punctuation of RFC 5322 atext */
const SYMBOL = 4;
const CLASSES = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const char = String.fromCharCode(code);
  if (/[a-z]/.test(char)) CLASSES[code] = LOWER;
  else if (/[A-Z]/.test(char)) CLASSES[code] = UPPER;
  else if (/[0-9]/.test(char)) CLASSES[code] = DIGIT;
  else if ("!#$%&'*+-/=?^_`{|}~".includes(char)) CLASSES[code] = SYMBOL;
}

/**
 * Reads one e-mail address as people type it (C-08): trims, takes full-width for half-width, lower-cases the domain.
 * Dots that RFC 5321 forbids are let through for the carriers that once issued such addresses, and for nobody else.
 * Internationalised addresses are malformed: what looks like one in Japanese data is a typing error.
 */
export function parseAddress(text: string): ParsedAddress {
  const plain = readPlain(text);
  if (plain !== MALFORMED) return plain;
  const cleaned = clean(text);
  if (cleaned === '') return MISSING;
  return cleaned === text ? MALFORMED : readPlain(cleaned);
}

/** Trims, makes full-width ASCII half-width, and takes the quotes off a local part that needs none (J-02). */
function clean(text: string): string {
  const halfWidth = text
    .replaceAll(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll(/^[\s\u200B-\u200D\u2060]+|[\s\u200B-\u200D\u2060]+$/g, '');
  const quoted = /^"([^"\\\s]+)"(@[^@]*)$/.exec(halfWidth);
  return quoted ? `${quoted[1]}${quoted[2]}` : halfWidth;
}

/** The hot path: an address that needs no cleaning costs one pass over its characters. */
function readPlain(text: string): ParsedAddress {
  const at = text.indexOf('@');
  if (at < 1 || at > MAX_LOCAL || text.length > MAX_ADDRESS) return MALFORMED;
  let hasUpper = false;
  let previous = DOT;
  let strayDot = false;
  let hasAtom = false;
  for (let i = 0; i < at; i += 1) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (previous === DOT) strayDot = true;
    } else {
      const kind = code < 128 ? CLASSES[code] : OTHER;
      if (kind === OTHER) return MALFORMED;
      if (kind === UPPER) hasUpper = true;
      hasAtom = true;
    }
    previous = code;
  }
  if (previous === DOT) strayDot = true;
  const domainCase = readDomain(text, at + 1);
  if (domainCase === OTHER) return MALFORMED;
  const email = domainCase === UPPER ? text.slice(0, at + 1) + text.slice(at + 1).toLowerCase() : text;
  if (strayDot && !(hasAtom && isDotTolerantCarrier(email.slice(at + 1)))) return MALFORMED;
  return { ok: true, email, emailNormalised: hasUpper ? email.toLowerCase() : email, carrierNonRfc: strayDot };
}

/** LOWER or UPPER: a host name of at least two labels without or with capitals; OTHER: none. */
function readDomain(text: string, from: number): typeof OTHER | typeof LOWER | typeof UPPER {
  let labelStart = from;
  let hasUpper = false;
  let lastHasLetter = false;
  let previous = DOT;
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (previous === DOT || previous === HYPHEN || i - labelStart > MAX_LABEL) return OTHER;
      labelStart = i + 1;
      lastHasLetter = false;
    } else if (code === HYPHEN) {
      if (previous === DOT) return OTHER;
    } else {
      const kind = code < 128 ? CLASSES[code] : OTHER;
      if (kind === OTHER || kind === SYMBOL || code === AT) return OTHER;
      if (kind === UPPER) hasUpper = true;
      if (kind !== DIGIT) lastHasLetter = true;
    }
    previous = code;
  }
  const isWhole = previous !== DOT && previous !== HYPHEN && text.length - labelStart >= 2;
  if (!isWhole || !lastHasLetter || labelStart === from || text.length - labelStart > MAX_LABEL) return OTHER;
  return hasUpper ? UPPER : LOWER;
}

/** Carriers that issued addresses with stray dots until about 2009 (J-01, J-03); SoftBank's own domains never had them. */
function isDotTolerantCarrier(domain: string): boolean {
  return (
    domain === 'docomo.ne.jp' ||
    domain === 'ezweb.ne.jp' ||
    domain === 'au.com' ||
    domain === 'willcom.com' ||
    domain.endsWith('.ezweb.ne.jp') ||
    domain.endsWith('.vodafone.ne.jp') ||
    domain.endsWith('.pdx.ne.jp')
  );
}

/** Domains people mistype, with what they meant (J-04). */
const MISTYPED: ReadonlyMap<string, string> = new Map([
  ['gmail.co', 'gmail.com'],
  ['gmail.co.jp', 'gmail.com'],
  ['gmail.jp', 'gmail.com'],
  ['gmail.con', 'gmail.com'],
  ['gmai.com', 'gmail.com'],
  ['gmial.com', 'gmail.com'],
  ['gamil.com', 'gmail.com'],
  ['gmaill.com', 'gmail.com'],
  ['docomo.co.jp', 'docomo.ne.jp'],
  ['docomo.ne', 'docomo.ne.jp'],
  ['docmo.ne.jp', 'docomo.ne.jp'],
  ['gocomo.ne.jp', 'docomo.ne.jp'],
  ['ezwed.ne.jp', 'ezweb.ne.jp'],
  ['ezweb.co.jp', 'ezweb.ne.jp'],
  ['i.softbank.ne.jp', 'i.softbank.jp'],
  ['softbank.co.jp', 'softbank.ne.jp'],
  ['yahoo.co.j', 'yahoo.co.jp'],
  ['yahoo.ne.jp', 'yahoo.co.jp'],
  ['yaho.co.jp', 'yahoo.co.jp'],
  ['hotmial.com', 'hotmail.com'],
  ['hotmail.co', 'hotmail.com'],
]);

/** The address that was probably meant, or null; only for asking back, never for changing what was given (J-04). */
export function suggestAddress(email: string): string | null {
  const at = email.lastIndexOf('@');
  const meant = MISTYPED.get(email.slice(at + 1));
  return meant === undefined ? null : email.slice(0, at + 1) + meant;
}
