import { createHmac, hash } from 'node:crypto';

/** AWS credentials; the token only with temporary ones. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What every request of one signer shares. */
export interface SigningTarget {
  readonly region: string;
  readonly service: string;
  /** as in the Host header: with the port unless it is the scheme's own */
  readonly host: string;
  /** already URI-encoded, without a query */
  readonly path: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** AWS Signature Version 4 for JSON POSTs to one path. The signing key is derived once a day and secret. */
export class Sigv4Signer {
  private key: Buffer | undefined;
  private keyOf = '';

  constructor(private readonly target: SigningTarget) {}

  /** The headers to send beside Host, as a flat list of names and values. */
  sign(body: Buffer, credentials: AwsCredentials, now: Date): string[] {
    const { region, service, host, path } = this.target;
    const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const day = time.slice(0, 8);
    const bodyHash = hash('sha256', body);
    const token = credentials.sessionToken;
    const names = `content-type;host;x-amz-content-sha256;x-amz-date${token ? ';x-amz-security-token' : ''}`;
    const canonical =
      `POST\n${path}\n\ncontent-type:application/json\nhost:${host}\nx-amz-content-sha256:${bodyHash}\n` +
      `x-amz-date:${time}\n${token ? `x-amz-security-token:${token}\n` : ''}\n${names}\n${bodyHash}`;
    const scope = `${day}/${region}/${service}/aws4_request`;
    const toSign = `${ALGORITHM}\n${time}\n${scope}\n${hash('sha256', canonical)}`;
    const signature = hmac(this.signingKey(credentials.secretAccessKey, day), toSign).toString('hex');
    const authorization = `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    const headers = ['content-type', 'application/json', 'x-amz-content-sha256', bodyHash, 'x-amz-date', time];
    if (token) headers.push('x-amz-security-token', token);
    headers.push('authorization', authorization);
    return headers;
  }

  private signingKey(secret: string, day: string): Buffer {
    const keyOf = `${day}\n${secret}`;
    if (this.key === undefined || keyOf !== this.keyOf) {
      this.key = deriveSigningKey(secret, day, this.target.region, this.target.service);
      this.keyOf = keyOf;
    }
    return this.key;
  }
}

/** The key of a day (`yyyymmdd`), region and service (AWS General Reference, "Derive a signing key"). */
export function deriveSigningKey(secret: string, day: string, region: string, service: string): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
