import { createServer as createTlsServer } from 'node:tls';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ACCEPTED_BODY, FakeEndpoint, httpAnswer, type Behaviour } from './fake-endpoint.fixture.js';
import { type Answer, type OutgoingMessage, SesMailer, type SesMailerOptions } from './index.js';
import { selfSignedCertificate } from './self-signed.fixture.js';
import { Sigv4Signer } from './sigv4.js';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const now = new Date('2026-11-23T02:03:04Z');
const message: OutgoingMessage = {
  from: 'news@example.co.jp',
  to: 'taro@example.jp',
  raw: Buffer.from('From: news@example.co.jp\r\n\r\nbody\r\n'),
  configurationSet: 'bulk',
  tags: [
    ['d', '0199f3c2b7c07d3c9a4e5b1e6f708192'],
    ['a', '1'],
  ],
};
const accepted = { kind: 'accepted', sesMessageId: '0106019a0000-11111111-000000' };

const cleanUp: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close();
});

function mailerTo(endpoint: string, options: Partial<SesMailerOptions> = {}): SesMailer {
  const mailer = new SesMailer({
    endpoint,
    region: 'ap-northeast-1',
    credentials: () => Promise.resolve(credentials),
    now: () => now,
    maxSockets: 4,
    connectMs: 1_000,
    idleMs: 5_000,
    overallMs: 10_000,
    ...options,
  });
  cleanUp.push(() => mailer.close());
  return mailer;
}

async function endpointThat(behaviour: Behaviour, options: Partial<SesMailerOptions> = {}) {
  const endpoint = new FakeEndpoint(behaviour);
  const port = await endpoint.listen();
  cleanUp.push(() => endpoint.close());
  return { endpoint, port, mailer: mailerTo(`http://127.0.0.1:${port}`, options) };
}

const answering = (answer: string): Behaviour => ({ onRequest: (socket) => socket.write(answer) });
const verdict = (answer: Answer) => (answer.kind === 'accepted' ? 'accepted' : `${answer.kind} ${answer.reason}`);

describe('the request', () => {
  test('is a signed SendEmail with raw content, one recipient, tags, and the tracking of SES off', async () => {
    const { endpoint, port, mailer } = await endpointThat({});
    expect(await mailer.send(message)).toEqual(accepted);
    const { head, body } = endpoint.requests[0]!;
    expect(head.split('\r\n')[0]).toBe('POST /v2/email/outbound-emails HTTP/1.1');
    expect(JSON.parse(body)).toEqual({
      FromEmailAddress: 'news@example.co.jp',
      Destination: { ToAddresses: ['taro@example.jp'] },
      Content: { Raw: { Data: message.raw.toString('base64') } },
      ConfigurationSetName: 'bulk',
      EmailTags: [
        { Name: 'd', Value: '0199f3c2b7c07d3c9a4e5b1e6f708192' },
        { Name: 'a', Value: '1' },
      ],
      ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } },
    });
    const host = `127.0.0.1:${port}`;
    const signer = new Sigv4Signer({
      region: 'ap-northeast-1',
      service: 'ses',
      host,
      path: '/v2/email/outbound-emails',
    });
    const signed = signer.sign(Buffer.from(body), credentials, now);
    const lines = head.split('\r\n');
    expect(lines).toContain(`host: ${host}`);
    for (let i = 0; i < signed.length; i += 2) expect(lines).toContain(`${signed[i]}: ${signed[i + 1]}`);
  });

  test('J-02 quotes a local part whose dots are not allowed, and needs no configuration set', async () => {
    const { endpoint, mailer } = await endpointThat({});
    await mailer.send({ ...message, to: 'a..b@docomo.ne.jp', configurationSet: undefined, tags: [] });
    const request = JSON.parse(endpoint.requests[0]!.body);
    expect(request.Destination.ToAddresses).toEqual(['"a..b"@docomo.ne.jp']);
    expect(request).not.toHaveProperty('ConfigurationSetName');
  });

  test('goes out on a connection kept from the one before, and on at most so many at once', async () => {
    const { endpoint, mailer } = await endpointThat({});
    for (let i = 0; i < 5; i++) {
      await mailer.send(message);
      await new Promise(setImmediate); // undici frees the connection one turn after the answer
    }
    expect(endpoint.connections).toBe(1);
    const answers = await Promise.all(Array.from({ length: 50 }, () => mailer.send(message)));
    expect(answers.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(endpoint.begun).toBe(55);
    expect(endpoint.mostOpen).toBe(4);
  });

  test('is signed with the credentials of the moment', async () => {
    let round = 0;
    const { endpoint, mailer } = await endpointThat(
      {},
      {
        credentials: () =>
          Promise.resolve({ accessKeyId: `KEY${++round}`, secretAccessKey: 's', sessionToken: `t${round}` }),
      },
    );
    await mailer.send(message);
    await mailer.send(message);
    expect(endpoint.requests.map(({ head }) => /Credential=(KEY\d)/.exec(head)?.[1])).toEqual(['KEY1', 'KEY2']);
    expect(endpoint.requests.map(({ head }) => /x-amz-security-token: (t\d)/.exec(head)?.[1])).toEqual(['t1', 't2']);
  });
});

/** Each: what the endpoint does, the answer, and that the request reached it exactly once. */
const onceEach: Array<[name: string, behaviour: Behaviour, answer: string, options?: Partial<SesMailerOptions>]> = [
  ['resets on the first bytes', { onFirstBytes: (socket) => socket.resetAndDestroy() }, 'unknown connection_lost'],
  ['closes on the first bytes', { onFirstBytes: (socket) => socket.destroy() }, 'unknown connection_lost'],
  ['resets after the whole request', { onRequest: (socket) => socket.resetAndDestroy() }, 'unknown connection_lost'],
  ['closes after the whole request', { onRequest: (socket) => socket.end() }, 'unknown connection_lost'],
  ['resets within the status line', { onRequest: (socket) => cut(socket, 'HTTP/1.1 20') }, 'unknown connection_lost'],
  [
    'resets within the headers',
    { onRequest: (socket) => cut(socket, 'HTTP/1.1 200 OK\r\nContent-Le') },
    'unknown connection_lost',
  ],
  ['resets within the body of a 200', { onRequest: (socket) => cut(socket, partOf(200)) }, 'unknown truncated_answer'],
  ['closes within the body of a 200', { onRequest: (socket) => socket.end(partOf(200)) }, 'unknown truncated_answer'],
  ['resets within the body of a 502', { onRequest: (socket) => cut(socket, partOf(502)) }, 'unknown server_error'],
  ['resets within a refusal', { onRequest: (socket) => cut(socket, partOf(400)) }, 'unknown unrecognised'],
  ['never answers', { onRequest: () => undefined }, 'unknown timeout', { idleMs: 200 }],
  ['stalls within the headers', answering('HTTP/1.1 200 OK\r\nX'), 'unknown timeout', { idleMs: 200 }],
  ['stalls within the body of a 200', answering(partOf(200)), 'unknown truncated_answer', { idleMs: 200 }],
  ['never answers, by the overall limit', { onRequest: () => undefined }, 'unknown timeout', { overallMs: 700 }],
  ['trickles for ever', { onRequest: trickle }, 'unknown truncated_answer', { overallMs: 700 }],
  ['does not speak HTTP', answering('220 smtp.example.jp ESMTP\r\n'), 'unknown unreadable_answer'],
  ['answers 200 with a page', answering(httpAnswer(200, '<html>ok</html>')), 'unknown unreadable_answer'],
  ['answers 200 without a message id', answering(httpAnswer(200, '{"MessageId":""}')), 'unknown unreadable_answer'],
  ['redirects', answering(httpAnswer(307, '', ['Location: /elsewhere'])), 'unknown unreadable_answer'],
  ['answers 502 with a page', answering(httpAnswer(502, '<html>Bad Gateway</html>')), 'unknown server_error'],
  ['answers a typed 500', answering(refusal(500, 'InternalServiceErrorException', 'x')), 'unknown server_error'],
  ['answers a typed 503', answering(refusal(503, 'ServiceUnavailable', 'x')), 'unknown server_error'],
  [
    'throttles',
    answering(refusal(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.')),
    'not_sent throttled',
  ],
  [
    'throttles without a type',
    answering(httpAnswer(429, '{"message":"Maximum sending rate exceeded."}')),
    'not_sent throttled',
  ],
  [
    'is at its daily quota',
    answering(refusal(400, 'LimitExceededException', 'Daily message quota exceeded.')),
    'not_sent daily_quota',
  ],
  [
    'finds the address bad',
    answering(refusal(400, 'BadRequestException', 'Local address ends with dot')),
    'rejected invalid_address',
  ],
  ['rejects the content', answering(refusal(400, 'MessageRejected', 'Email is rejected.')), 'rejected content'],
  [
    'does not know the sender',
    answering(refusal(400, 'MessageRejected', unverified('news@example.co.jp'))),
    'not_sent sender_not_verified',
  ],
  [
    'is itself a sandbox account',
    answering(refusal(400, 'MessageRejected', unverified('taro@example.jp'))),
    'not_sent recipient_not_verified',
  ],
  [
    'names the type in the body',
    answering(httpAnswer(404, '{"__type":"a.b#NotFoundException","Message":"x"}')),
    'not_sent not_found',
  ],
  ['finds it too large, in HTML', answering(httpAnswer(413, '<html>')), 'rejected too_large'],
  [
    'accepts, with early hints before',
    answering(`HTTP/1.1 103 Early Hints\r\n\r\n${httpAnswer(200, ACCEPTED_BODY)}`),
    'accepted',
  ],
  ['accepts, in pieces', { onRequest: (socket) => inPieces(socket, httpAnswer(200, ACCEPTED_BODY)) }, 'accepted'],
  [
    'accepts, without a length, and closes',
    { onRequest: (socket) => socket.end(`HTTP/1.1 200 OK\r\n\r\n${ACCEPTED_BODY}`) },
    'accepted',
  ],
];

describe('an offer is written once, and answered for what it is, when the endpoint', () => {
  test.each(onceEach.map((row) => ({ row })))('$row.0', async ({ row: [, behaviour, expected, options] }) => {
    const { endpoint, mailer } = await endpointThat(behaviour, options);
    expect(verdict(await mailer.send(message))).toBe(expected);
    await settled();
    expect(endpoint.begun).toBe(1);
  });

  test('breaks the second offer on a kept connection: that one is in doubt, the next goes out anew', async () => {
    const { endpoint, mailer } = await endpointThat({
      onRequest: (socket, _, index) =>
        index === 1 ? socket.resetAndDestroy() : socket.write(httpAnswer(200, ACCEPTED_BODY)),
    });
    const verdicts = [];
    for (let i = 0; i < 3; i++) verdicts.push(verdict(await mailer.send(message)));
    expect(verdicts).toEqual(['accepted', 'unknown connection_lost', 'accepted']);
    expect(endpoint.begun).toBe(3);
    expect(endpoint.connections).toBe(2);
  });

  test('breaks some of many offers at once: each was written once', async () => {
    const { endpoint, mailer } = await endpointThat({
      onRequest: (socket, _, index) =>
        index % 3 === 1 ? socket.resetAndDestroy() : socket.write(httpAnswer(200, ACCEPTED_BODY)),
    });
    const offers = Array.from({ length: 90 }, (_, i) => mailer.send({ ...message, to: `user${i}@example.jp` }));
    const verdicts = (await Promise.all(offers)).map(verdict);
    expect(verdicts.filter((v) => v === 'unknown connection_lost')).toHaveLength(30);
    expect(verdicts.filter((v) => v === 'accepted')).toHaveLength(60);
    expect(new Set(endpoint.requests.map(({ body }) => JSON.parse(body).Destination.ToAddresses[0])).size).toBe(90);
    expect(endpoint.begun).toBe(90);
  });

  test('answers 200 with something endless: it is read up to a limit', async () => {
    const { endpoint, mailer } = await endpointThat(answering(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(300_000)}`));
    const answer = await mailer.send(message);
    expect(verdict(answer)).toBe('unknown truncated_answer');
    expect(answer).toMatchObject({ detail: expect.stringContaining('UND_ERR_RES_EXCEEDED_MAX_SIZE') });
    expect(endpoint.begun).toBe(1);
  });

  test('closes a kept connection between two offers: the second takes a new one', async () => {
    const { endpoint, mailer } = await endpointThat({
      onRequest: (socket) => socket.end(httpAnswer(200, ACCEPTED_BODY)),
    });
    expect(await mailer.send(message)).toEqual(accepted);
    await settled();
    expect(await mailer.send(message)).toEqual(accepted);
    expect(endpoint.begun).toBe(2);
  });
});

describe('nothing was written, and the mail may be offered again, when', () => {
  const notConnected = expect.objectContaining({ kind: 'not_sent', reason: 'connect', scope: 'message' });

  test('nobody listens, also for many at once, and sending works as soon as somebody does', async () => {
    const { port, mailer, endpoint } = await endpointThat({});
    await endpoint.close();
    const answers = await Promise.all(Array.from({ length: 40 }, () => mailer.send(message)));
    expect(answers).toEqual(answers.map(() => notConnected));
    const revived = new FakeEndpoint({});
    await revived.listen(port);
    cleanUp.push(() => revived.close());
    const later = await Promise.all(Array.from({ length: 40 }, () => mailer.send(message)));
    expect(later).toEqual(later.map(() => accepted));
    expect(revived.begun).toBe(40);
  });

  test('the name is unknown', async () => {
    expect(await mailerTo('http://kubari-nowhere.invalid').send(message)).toEqual(notConnected);
  });

  test('the TLS handshake is never answered', async () => {
    const { endpoint, port } = await endpointThat({});
    const mailer = mailerTo(`https://127.0.0.1:${port}`, { connectMs: 200 });
    expect(await mailer.send(message)).toEqual(notConnected);
    expect(endpoint.requests).toEqual([]);
  });

  test('the other side closes the connection before TLS stands', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy()));
    const port = await listening(server);
    expect(await mailerTo(`https://127.0.0.1:${port}`).send(message)).toEqual(notConnected);
  });

  test('the other side does not speak TLS', async () => {
    const server = createServer((socket) => socket.end(httpAnswer(400, 'plain')));
    const port = await listening(server);
    expect(await mailerTo(`https://127.0.0.1:${port}`).send(message)).toEqual(notConnected);
  });

  test('nobody vouches for its certificate', async () => {
    let bytes = 0;
    const server = createTlsServer(selfSignedCertificate(), (socket) =>
      socket.on('data', (chunk) => (bytes += chunk.length)),
    );
    server.on('tlsClientError', () => undefined);
    const port = await listening(server);
    const answer = await mailerTo(`https://127.0.0.1:${port}`).send(message);
    expect(answer).toEqual(notConnected);
    expect(answer).toMatchObject({ detail: expect.stringContaining('SELF_SIGNED') });
    expect(bytes).toBe(0);
  });

  test('there are no credentials', async () => {
    const credentialsError = () => Promise.reject(new Error('no metadata service'));
    const { endpoint, mailer } = await endpointThat({}, { credentials: credentialsError });
    expect(await mailer.send(message)).toMatchObject({ kind: 'not_sent', reason: 'no_credentials', scope: 'account' });
    expect(endpoint.begun).toBe(0);
  });

  test('the credentials come after the overall limit', async () => {
    let give: (value: typeof credentials) => void = () => undefined;
    const late = new Promise<typeof credentials>((resolve) => (give = resolve));
    const { endpoint, mailer } = await endpointThat({}, { credentials: () => late, overallMs: 100 });
    expect(await mailer.send(message)).toEqual(notConnected);
    give(credentials);
    await settled();
    expect(endpoint.connections).toBe(0);
  });

  test('the overall limit ends while it waits for a connection: it is not written later either', async () => {
    const { endpoint, mailer } = await endpointThat({ onRequest: () => undefined }, { maxSockets: 1, overallMs: 700 });
    const answers = await Promise.all([mailer.send(message), mailer.send(message), mailer.send(message)]);
    expect(answers.map(verdict)).toEqual(['unknown timeout', 'not_sent connect', 'not_sent connect']);
    await settled();
    expect(endpoint.begun).toBe(1);
  });

  test('the mailer is closed', async () => {
    const { endpoint, mailer } = await endpointThat({});
    const underWay = mailer.send(message);
    await Promise.all([underWay, new Promise(setImmediate)]);
    await mailer.close();
    expect(await underWay).toEqual(accepted);
    expect(await mailer.send(message)).toEqual(notConnected);
    expect(endpoint.begun).toBe(1);
  });
});

function refusal(status: number, type: string, text: string): string {
  return httpAnswer(status, JSON.stringify({ message: text }), [
    `x-amzn-errortype: ${type}:http://internal.amazon.com/`,
  ]);
}

function unverified(identity: string): string {
  return `Email address is not verified. The following identities failed the check in region AP-NORTHEAST-1: ${identity}`;
}

function partOf(status: number): string {
  return `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{"MessageId":"0106`;
}

function cut(socket: Socket, text: string): void {
  socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 20));
}

function inPieces(socket: Socket, text: string): void {
  for (let i = 0; i < text.length; i++) setTimeout(() => socket.write(text.charAt(i)), i);
}

function trickle(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
  const timer = setInterval(() => socket.write(' '), 20);
  socket.on('close', () => clearInterval(timer));
}

/** Time in which a second copy would have come. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 30));
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}
