import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { aBench, MIME, type Bench } from './clients.fixture.js';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(() => bench.close());

const hmac = (key: string | Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A request signed by hand with the least a client needs: host and x-amz-date. */
function signedHeaders(method: string, path: string, query: string, body: string): Record<string, string> {
  const host = new URL(bench.sandbox.url).host;
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/ap-northeast-1/ses/aws4_request`;
  const canonical = `${method}\n${path}\n${query}\nhost:${host}\nx-amz-date:${time}\n\nhost;x-amz-date\n${sha256(body)}`;
  const key = scope.split('/').reduce<string | Uint8Array>((found, part) => hmac(found, part), 'AWS4sandbox');
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString('hex');
  return {
    host,
    'x-amz-date': time,
    'content-type': 'application/json',
    authorization: `AWS4-HMAC-SHA256 Credential=sandbox/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  };
}

/** node:http sends the path as it is; fetch would normalise it. */
function call(
  method: string,
  target: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; type: string; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(bench.sandbox.url + target, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, type: String(response.headers['x-amzn-errortype']), body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('V1 a lean client of its own is answered like the SDK; a body changed after signing is refused', async () => {
  const path = '/v2/email/outbound-emails';
  const body = JSON.stringify({
    FromEmailAddress: 'news@example.co.jp',
    Destination: { ToAddresses: ['taro@example.jp'] },
    Content: { Raw: { Data: Buffer.from(MIME).toString('base64') } },
  });
  const headers = signedHeaders('POST', path, '', body);
  expect(await call('POST', path, headers, body)).toMatchObject({
    status: 200,
    body: expect.stringContaining('MessageId'),
  });
  expect(await call('POST', path, headers, body.replace('taro', 'jiro'))).toMatchObject({
    status: 403,
    type: 'InvalidSignatureException',
  });
  expect([bench.sandbox.copiesTo('taro@example.jp'), bench.sandbox.copiesTo('jiro@example.jp')]).toEqual([1, 0]);
});

test('V1 encoded paths are signed encoded twice, and queries in the order of their names', async () => {
  const path = '/v2/email/suppression/addresses';
  const query = 'PageSize=10&Reason=BOUNCE&Reason=COMPLAINT&StartDate=1970-01-01T00%3A00%3A00Z';
  expect(
    (
      await call(
        'GET',
        `${path}?StartDate=1970-01-01T00%3A00%3A00Z&Reason=COMPLAINT&Reason=BOUNCE&PageSize=10`,
        signedHeaders('GET', path, query, ''),
        '',
      )
    ).status,
  ).toBe(200);
  const headers = signedHeaders('GET', `${path}/a%252Bb%2540example.jp`, '', '');
  expect((await call('GET', `${path}/a%2Bb%40example.jp`, headers, '')).status).toBe(404);
});

test('a body that is no JSON object is a BadRequestException', async () => {
  const path = '/v2/email/outbound-emails';
  expect(await call('POST', path, signedHeaders('POST', path, '', '[1'), '[1')).toMatchObject({
    status: 400,
    type: 'BadRequestException',
  });
});
