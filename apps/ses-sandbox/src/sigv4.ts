import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from './aws-error.js';

export interface SignedRequest {
  method: string;
  /** As on the request line: still percent-encoded, with the query. */
  target: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/(\d{8})\/([^/\s]+)\/([^/\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;
const ALLOWED_SKEW_MS = 5 * 60_000;
const CACHED_KEYS = 64;

/**
 * Recomputes AWS Signature Version 4 of a request (V1). The key derived for a day, region and service is kept,
 * so that a check costs one SHA-256 of the body and two short ones. Throws the 403 that AWS answers.
 */
export class SignatureVerifier {
  private readonly keys = new Map<string, Buffer>();

  constructor(
    private readonly account: { accessKeyId: string; secretAccessKey: string; region: string; now: () => number },
  ) {}

  verify(request: SignedRequest, service: string): void {
    const header = request.headers.authorization;
    if (!header) throw new AwsError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    const match = AUTHORIZATION.exec(header);
    if (!match)
      throw new AwsError(403, 'IncompleteSignatureException', 'Authorization header is not in AWS4-HMAC-SHA256 form.');
    const [, keyId = '', date = '', region = '', scopeService = '', signedHeaders = '', signature = ''] = match;
    if (keyId !== this.account.accessKeyId) {
      throw new AwsError(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
    }
    if (region !== this.account.region)
      throw mismatch(`Credential should be scoped to a valid region, not '${region}'.`);
    if (scopeService !== service) throw mismatch(`Credential should be scoped to correct service: '${service}'.`);
    const time = headerText(request.headers, 'x-amz-date');
    this.checkTime(time, date);
    const scope = `${date}/${region}/${service}/aws4_request`;
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonicalRequest(request, signedHeaders))}`;
    const expected = createHmac('sha256', this.signingKey(date, region, service))
      .update(toSign)
      .digest();
    if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) {
      throw mismatch(
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      );
    }
  }

  private checkTime(time: string, date: string): void {
    const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
    if (!parts || !time.startsWith(date))
      throw mismatch('Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP');
    const [, year, month, day, hour, minute, second] = parts.map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const at = Date.UTC(year, month - 1, day, hour, minute, second);
    const now = this.account.now();
    if (at < now - ALLOWED_SKEW_MS)
      throw mismatch(
        `Signature expired: ${time} is now earlier than ${basicTime(now - ALLOWED_SKEW_MS)} (${basicTime(now)} - 5 min.)`,
      );
    if (at > now + ALLOWED_SKEW_MS)
      throw mismatch(
        `Signature not yet current: ${time} is still later than ${basicTime(now + ALLOWED_SKEW_MS)} (${basicTime(now)} + 5 min.)`,
      );
  }

  private signingKey(date: string, region: string, service: string): Buffer {
    const name = `${date}/${region}/${service}`;
    const cached = this.keys.get(name);
    if (cached) return cached;
    let key: Buffer = Buffer.from(`AWS4${this.account.secretAccessKey}`);
    for (const part of [date, region, service, 'aws4_request']) key = createHmac('sha256', key).update(part).digest();
    if (this.keys.size >= CACHED_KEYS) this.keys.clear();
    this.keys.set(name, key);
    return key;
  }
}

const mismatch = (message: string) => new AwsError(403, 'InvalidSignatureException', message);

const basicTime = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}

function canonicalRequest({ method, target, headers, body }: SignedRequest, signedHeaders: string): string {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  let lines = '';
  for (const name of signedHeaders.split(';'))
    lines += `${name}:${headerText(headers, name).trim().replace(/ {2,}/g, ' ')}\n`;
  return `${method}\n${canonicalPath(path)}\n${mark < 0 ? '' : canonicalQuery(target.slice(mark + 1))}\n${lines}\n${signedHeaders}\n${hash('sha256', body)}`;
}

/** Every service but S3 signs the path encoded twice: once on the wire, once more here. */
function canonicalPath(path: string): string {
  if (/^[A-Za-z0-9/._~-]*$/.test(path)) return path;
  return path.split('/').map(encode).join('/');
}

function canonicalQuery(query: string): string {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [encode(decode(name)), encode(decode(value))] as const;
    });
  pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** RFC 3986 unreserved characters stay; encodeURIComponent leaves five more alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
