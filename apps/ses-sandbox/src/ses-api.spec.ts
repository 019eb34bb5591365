import * as sesv2 from '@aws-sdk/client-sesv2';
import {
  CreateConfigurationSetCommand,
  CreateConfigurationSetEventDestinationCommand,
  CreateEmailIdentityCommand,
  DeleteEmailIdentityCommand,
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  GetSuppressedDestinationCommand,
  ListConfigurationSetsCommand,
  ListEmailIdentitiesCommand,
  ListSuppressedDestinationsCommand,
  PutAccountSendingAttributesCommand,
  PutEmailIdentityFeedbackAttributesCommand,
  PutEmailIdentityMailFromAttributesCommand,
  PutSuppressedDestinationCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aBench, aMail, failure, type Bench } from './clients.fixture.js';
import { SES_ROUTES } from './ses-routes.js';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(() => bench.close());

describe('signatures (V1)', () => {
  const with_ = (config: object) =>
    new SESv2Client({
      endpoint: bench.sandbox.url,
      region: bench.sandbox.region,
      credentials: bench.sandbox.credentials,
      maxAttempts: 1,
      ...config,
    });

  test('V1 a wrong secret is refused and nothing is accepted', async () => {
    const stranger = with_({ credentials: { accessKeyId: 'sandbox', secretAccessKey: 'wrong' } });
    expect(await failure(stranger.send(aMail('a@example.jp')))).toMatchObject({
      name: 'InvalidSignatureException',
      status: 403,
    });
    expect(bench.sandbox.stats().accepted).toBe(0);
    stranger.destroy();
  });

  test('V1 an unknown key, another region and no signature at all are refused', async () => {
    const unknown = with_({ credentials: { accessKeyId: 'AKIA0', secretAccessKey: 'sandbox' } });
    expect(await failure(unknown.send(new GetAccountCommand({})))).toMatchObject({
      name: 'UnrecognizedClientException',
      status: 403,
    });
    const elsewhere = with_({ region: 'eu-west-1' });
    expect(await failure(elsewhere.send(new GetAccountCommand({})))).toMatchObject({
      name: 'InvalidSignatureException',
      status: 403,
    });
    const bare = await fetch(`${bench.sandbox.url}/v2/email/account`);
    expect([bare.status, bare.headers.get('x-amzn-errortype')]).toEqual([403, 'MissingAuthenticationTokenException']);
    for (const client of [unknown, elsewhere]) client.destroy();
  });

  test('V1 a clock more than five minutes off is refused', async () => {
    const late = with_({ systemClockOffset: -6 * 60_000 });
    expect(await failure(late.send(new GetAccountCommand({})))).toMatchObject({
      status: 403,
      message: expect.stringMatching(/^Signature expired/),
    });
    late.destroy();
  });
});

test('every emulated operation has the method and path of the AWS model', () => {
  const model = sesv2 as unknown as Record<
    string,
    [number, string, string, { http?: [string, string, number] }] | undefined
  >;
  for (const { operation, method, segments } of SES_ROUTES) {
    const [, , , traits] = model[`${operation}$`] ?? [];
    const [modelMethod, modelPath = ''] = traits?.http ?? [];
    const unlabelled = (path: string) => path.replace(/\{[^}]+\}/g, '{}');
    expect([operation, method, unlabelled(`/v2/email/${segments.join('/')}`)]).toEqual([
      operation,
      modelMethod,
      unlabelled(modelPath),
    ]);
  }
  expect(SES_ROUTES.length).toBeGreaterThan(20);
});

test('GetAccount shows the quotas and what was sent', async () => {
  await bench.send('a@example.jp');
  await bench.send('success@simulator.amazonses.com');
  const account = await bench.ses.send(new GetAccountCommand({}));
  expect(account.SendQuota).toEqual({ Max24HourSend: 1_000_000, MaxSendRate: 500, SentLast24Hours: 1 });
  expect(account).toMatchObject({ ProductionAccessEnabled: true, SendingEnabled: true, EnforcementStatus: 'HEALTHY' });
});

describe('what SendEmail refuses', () => {
  const refused = (to: string, more: Parameters<typeof aMail>[1] = {}) => failure(bench.ses.send(aMail(to, more)));
  const raw = (text: string) => ({ Content: { Raw: { Data: Buffer.from(text) } } });

  test('V4 no recipient, and more than fifty', async () => {
    expect(await refused('', { Destination: {}, ...raw('From: a@example.jp\r\n\r\nx') })).toMatchObject({
      name: 'BadRequestException',
      status: 400,
    });
    const many = Array.from({ length: 51 }, (_, n) => `r${n}@example.jp`);
    expect(await refused('', { Destination: { ToAddresses: many } })).toMatchObject({
      name: 'MessageRejected',
      status: 400,
    });
    expect(bench.sandbox.stats().accepted).toBe(0);
  });

  test('V5 an address JavaMail would not take, in its words', async () => {
    expect(await refused('a..b@docomo.ne.jp')).toEqual(
      expect.objectContaining({ name: 'BadRequestException', message: 'Local address contains dot-dot' }),
    );
    expect((await refused('nobody')).message).toBe("Missing final '@domain'");
    await expect(bench.send('"a..b"@docomo.ne.jp')).resolves.toMatch(/-000000$/);
  });

  test('V6 tags outside the rule, but not the reserved feedback ids', async () => {
    expect(await refused('a@example.jp', { EmailTags: [{ Name: 'd', Value: 'a b' }] })).toMatchObject({
      name: 'BadRequestException',
    });
    expect(await refused('a@example.jp', { EmailTags: [{ Name: 'ses:x', Value: 'a' }] })).toMatchObject({
      name: 'BadRequestException',
    });
    await expect(
      bench.send('a@example.jp', { EmailTags: [{ Name: 'ses:feedback-id-a', Value: 'c_1' }] }),
    ).resolves.toBeTruthy();
  });

  test('V7 a mail with two From headers, or without one', async () => {
    expect(await refused('a@example.jp', raw('From: a@example.jp\r\nFrom: b@example.jp\r\n\r\nx'))).toMatchObject({
      name: 'BadRequestException',
      message: "Duplicate header 'From'.",
    });
    expect(await refused('a@example.jp', raw('Subject: x\r\n\r\nx'))).toMatchObject({ name: 'BadRequestException' });
  });

  test('V8 an unknown configuration set is a 404, a paused account a SendingPausedException', async () => {
    expect(await refused('a@example.jp', { ConfigurationSetName: 'nope' })).toMatchObject({
      name: 'NotFoundException',
      status: 404,
    });
    await bench.ses.send(new PutAccountSendingAttributesCommand({ SendingEnabled: false }));
    expect(await refused('a@example.jp')).toMatchObject({ name: 'SendingPausedException', status: 400 });
  });

  test('content that is not raw', async () => {
    const Simple = { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } };
    expect(await refused('a@example.jp', { Content: { Simple } })).toMatchObject({ name: 'BadRequestException' });
  });
});

test('T1 a message id carries the time of its acceptance', async () => {
  const before = Date.now();
  const id = await bench.send('a@example.jp');
  expect(id).toMatch(/^0106[0-9a-f]{12}-[0-9a-f]{8}-[0-9a-f-]{27}-000000$/);
  const at = parseInt(id.slice(4, 16), 16);
  expect(at).toBeGreaterThanOrEqual(before);
  expect(at).toBeLessThanOrEqual(Date.now());
});

test('V2 with strict identities a sender must be verified, and the sentence names it', async () => {
  const strict = await aBench({ strictIdentities: true });
  const call = () => strict.ses.send(aMail('a@example.jp'));
  expect(await failure(call())).toMatchObject({
    name: 'MessageRejected',
    message: expect.stringMatching(/region AP-NORTHEAST-1: news@example.co.jp$/),
  });
  await strict.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'co.jp' }));
  expect(await failure(call())).toMatchObject({ name: 'MessageRejected' });
  await strict.control('POST', 'identities/co.jp/verify', {});
  await expect(call()).resolves.toBeTruthy();
  await strict.close();
});

test('V3 without production access only verified recipients and the simulator are reached', async () => {
  const limited = await aBench({ productionAccess: false });
  expect(await failure(limited.ses.send(aMail('a@example.jp')))).toMatchObject({
    name: 'MessageRejected',
    message: expect.stringContaining('a@example.jp'),
  });
  await limited.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'a@example.jp' }));
  await expect(limited.send('a@example.jp')).resolves.toBeTruthy();
  await expect(limited.send('success+1@simulator.amazonses.com')).resolves.toBeTruthy();
  await limited.close();
});

test('identities are created once, changed, listed and deleted', async () => {
  const { ses } = bench;
  const EmailIdentity = 'example.co.jp';
  const created = await ses.send(new CreateEmailIdentityCommand({ EmailIdentity }));
  expect(created.DkimAttributes?.Tokens).toHaveLength(3);
  expect(await failure(ses.send(new CreateEmailIdentityCommand({ EmailIdentity })))).toMatchObject({
    name: 'AlreadyExistsException',
    status: 400,
  });
  await ses.send(
    new PutEmailIdentityMailFromAttributesCommand({ EmailIdentity, MailFromDomain: 'bounce.example.co.jp' }),
  );
  await ses.send(new PutEmailIdentityFeedbackAttributesCommand({ EmailIdentity, EmailForwardingEnabled: false }));
  const identity = await ses.send(new GetEmailIdentityCommand({ EmailIdentity }));
  expect(identity).toMatchObject({
    VerifiedForSendingStatus: true,
    FeedbackForwardingStatus: false,
    MailFromAttributes: { MailFromDomain: 'bounce.example.co.jp' },
  });
  expect((await ses.send(new ListEmailIdentitiesCommand({}))).EmailIdentities).toHaveLength(1);
  await ses.send(new DeleteEmailIdentityCommand({ EmailIdentity }));
  expect((await ses.send(new ListEmailIdentitiesCommand({}))).EmailIdentities).toEqual([]);
});

test('configuration sets and event destinations are kept apart from the preset one', async () => {
  const { ses, sandbox } = bench;
  await ses.send(new CreateConfigurationSetCommand({ ConfigurationSetName: 'other' }));
  expect((await ses.send(new ListConfigurationSetsCommand({}))).ConfigurationSets).toEqual(['kubari', 'other']);
  const destination = (TopicArn: string) =>
    new CreateConfigurationSetEventDestinationCommand({
      ConfigurationSetName: 'other',
      EventDestinationName: 'bounces',
      EventDestination: { Enabled: true, MatchingEventTypes: ['BOUNCE'], SnsDestination: { TopicArn } },
    });
  expect(await failure(ses.send(destination('arn:aws:sns:ap-northeast-1:000000000000:nope')))).toMatchObject({
    name: 'BadRequestException',
  });
  await ses.send(destination(sandbox.topicArn));
  const { EventDestinations } = await ses.send(
    new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: 'other' }),
  );
  expect(EventDestinations).toMatchObject([{ Name: 'bounces', Enabled: true, MatchingEventTypes: ['BOUNCE'] }]);
});

test('suppressed addresses with a plus sign are found, listed in pages, and deleted', async () => {
  const { ses } = bench;
  for (const EmailAddress of ['a+b@example.jp', 'c@example.jp'])
    await ses.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason: 'BOUNCE' }));
  const found = await ses.send(new GetSuppressedDestinationCommand({ EmailAddress: 'a+b@example.jp' }));
  expect(found.SuppressedDestination).toMatchObject({
    EmailAddress: 'a+b@example.jp',
    Reason: 'BOUNCE',
    LastUpdateTime: expect.any(Date),
  });
  const first = await ses.send(
    new ListSuppressedDestinationsCommand({ PageSize: 1, Reasons: ['BOUNCE', 'COMPLAINT'], StartDate: new Date(0) }),
  );
  const second = await ses.send(new ListSuppressedDestinationsCommand({ PageSize: 1, NextToken: first.NextToken }));
  expect(
    [first, second].flatMap((page) => page.SuppressedDestinationSummaries?.map(({ EmailAddress }) => EmailAddress)),
  ).toEqual(['a+b@example.jp', 'c@example.jp']);
  await ses.send(new DeleteSuppressedDestinationCommand({ EmailAddress: 'c@example.jp' }));
  expect(
    await failure(ses.send(new DeleteSuppressedDestinationCommand({ EmailAddress: 'c@example.jp' }))),
  ).toMatchObject({ name: 'NotFoundException', status: 404 });
});

test('an operation the sandbox lacks is a 404 with its own name', async () => {
  const response = await fetch(`${bench.sandbox.url}/v2/email/contact-lists`);
  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException']);
});
