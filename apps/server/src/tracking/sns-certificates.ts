import { X509Certificate, type KeyObject } from 'node:crypto';

/** The certificate cannot be had now: the message is neither genuine nor forged, SNS shall try again. */
export class CertificateUnavailable extends Error {}

/** Fetches `url`; injectable, since no test may reach AWS. */
export type CertificateFetch = (url: string) => Promise<{ status: number; text(): Promise<string> }>;

const REMEMBERED = 8;
const REMEMBERED_MS = 24 * 3_600_000;
const WITHIN_MS = 5_000;
const MAX_CHARS = 16_384;

/** No redirect is followed: the host was checked, and the certificate must come from there (security.md 1). */
export const fetchCertificate: CertificateFetch = (url) =>
  fetch(url, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) });

/** Fetches from the sandbox what SNS would serve, by the same path. The rule for the URL itself stays SNS's. */
export function fetchFromSandbox(origin: string, get: CertificateFetch = fetchCertificate): CertificateFetch {
  return (url) => get(`${origin}${new URL(url).pathname}`);
}

/**
 * Public keys of SNS's signing certificates, remembered for a day. Concurrent messages share one fetch; a failure is
 * never remembered, or one bad answer would shut out all events.
 */
export class SigningCertificates {
  private readonly known = new Map<string, { key: Promise<KeyObject>; until: number }>();

  constructor(
    private readonly get: CertificateFetch,
    private readonly now: () => Date,
  ) {}

  /** The key behind a URL that isSigningCertificateUrl let pass; throws CertificateUnavailable. */
  keyOf(url: string): Promise<KeyObject> {
    const now = this.now().getTime();
    const known = this.known.get(url);
    if (known && known.until > now) return known.key;
    const entry = { key: this.load(url), until: now + REMEMBERED_MS };
    this.known.delete(url);
    this.known.set(url, entry);
    for (const oldest of this.known.keys()) if (this.known.size > REMEMBERED) this.known.delete(oldest);
    entry.key.catch(() => {
      if (this.known.get(url) === entry) this.known.delete(url);
    });
    return entry.key;
  }

  private async load(url: string): Promise<KeyObject> {
    try {
      const answer = await this.get(url);
      if (answer.status !== 200) throw new Error(`status ${answer.status}`);
      const pem = await answer.text();
      if (pem.length > MAX_CHARS) throw new Error('longer than a certificate');
      return keyOfCertificate(pem, this.now());
    } catch (error) {
      throw new CertificateUnavailable(`No certificate at ${url}: ${(error as Error).message}`, { cause: error });
    }
  }
}

/** RSA of at least 2048 bits, within its dates. */
function keyOfCertificate(pem: string, now: Date): KeyObject {
  const certificate = new X509Certificate(pem);
  if (now.getTime() < Date.parse(certificate.validFrom) || now.getTime() > Date.parse(certificate.validTo))
    throw new Error('out of its dates');
  const key = certificate.publicKey;
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new Error('not RSA of 2048 bits');
  return key;
}
