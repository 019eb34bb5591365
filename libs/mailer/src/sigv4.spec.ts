import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test } from '@jest/globals';
import { type AwsCredentials, Sigv4Signer, deriveSigningKey } from './sigv4.js';

/** The hash the AWS signer asks for, by Node. */
class Sha256 {
  private readonly inner: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.inner = secret === undefined ? createHash('sha256') : createHmac('sha256', Buffer.from(secret as Uint8Array));
  }

  update(data: Uint8Array): void {
    this.inner.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.inner.digest()));
  }

  reset(): void {
    throw new Error('not used');
  }
}

const host = 'email.ap-northeast-1.amazonaws.com';
const path = '/v2/email/outbound-emails';

async function signedByAws(body: Buffer, credentials: AwsCredentials, now: Date): Promise<Record<string, string>> {
  const signer = new SignatureV4({ credentials, region: 'ap-northeast-1', service: 'ses', sha256: Sha256 });
  const headers = { host, 'content-type': 'application/json' };
  const request = { method: 'POST', protocol: 'https:', hostname: host, path, headers, query: {}, body };
  return (await signer.sign(request, { signingDate: now })).headers;
}

function headersOf(flat: readonly string[]): Record<string, string> {
  const pairs = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? ''] as const);
  return Object.fromEntries(pairs);
}

describe('Sigv4Signer', () => {
  const permanent = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
  const temporary = { accessKeyId: 'ASIDEXAMPLE', secretAccessKey: 'other/secret', sessionToken: 'FwoGZXIvYXdzE+/=' };

  test('signs as the signer of the AWS SDK does, across days, bodies and credentials', async () => {
    const signer = new Sigv4Signer({ region: 'ap-northeast-1', service: 'ses', host, path });
    for (const time of ['2026-11-23T00:00:00.000Z', '2026-11-23T23:59:59.999Z', '2026-11-24T00:00:00.001Z']) {
      for (const credentials of [permanent, temporary, permanent]) {
        for (const text of ['{}', JSON.stringify({ to: '漢字@example.jp' }), 'x'.repeat(20_000)]) {
          const body = Buffer.from(text);
          const expected = await signedByAws(body, credentials, new Date(time));
          expect({ host, ...headersOf(signer.sign(body, credentials, new Date(time))) }).toEqual(expected);
        }
      }
    }
  });

  test('the signing key is the one AWS publishes for its example', () => {
    const key = deriveSigningKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20150830', 'us-east-1', 'iam');
    expect(key.toString('hex')).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
  });
});
