import { join } from 'node:path';
import { PinoLogger } from 'nestjs-pino';
import { ApiModule } from '../src/api.module.js';
import { CustomerErrors } from '../src/customers/customer-errors.service.js';
import { DeliveryService } from '../src/delivery/delivery.service.js';
import { MembershipChanges } from '../src/groups/membership-changes.service.js';
import { SystemClock } from '../src/platform/clock.js';
import { createHttpApp } from '../src/platform/http/http-app.js';
import { EventRecorder } from '../src/tracking/event-recorder.js';
import { deliveredMail, type DeliveredMail } from './delivered-mail.js';
import { freshDatabase } from './environment.js';
import { bareServer, listen, underLoad } from './load.js';
import { measured, type Report, type Servers } from './measure.js';

const CONNECTIONS = 64;
const TOPIC = 'arn:aws:sns:ap-northeast-1:000000000000:bench';

/** The signer of the sandbox, which makes messages like those of SNS. */
interface Signer {
  readonly certificatePath: string;
  certificate(): Promise<string>;
  signed(envelope: object, version: '2'): Promise<string>;
}

/** `count` Delivery events by SNS over HTTPS: verified, stored before they are acknowledged; then applied. */
export async function benchEvents(servers: Servers, count: number): Promise<Report> {
  const signer = newSigner();
  const pem = await signer.certificate();
  const certificates = bareServer((_, response) => response.end(pem));
  const origin = `http://127.0.0.1:${await listen(certificates)}`;
  const { env, db, close } = await freshDatabase(servers, {
    SES_EVENTS_TOPIC_ARNS: TOPIC,
    SES_CERTIFICATE_ORIGIN: origin,
    SNS_ENDPOINT: origin,
  });
  const mail = await deliveredMail(db, count);
  const requests = await requestsOf(signer, mail);
  const { app, server } = await createHttpApp(ApiModule.with(env));
  const port = await listen(server);
  const clock = new SystemClock();
  const logger = { warn: () => undefined, error: (...args: unknown[]) => console.error(args) } as unknown as PinoLogger;
  const of = <T>(type: abstract new (...args: never[]) => T): T => app.get<T>(type, { strict: false });
  const recorder = new EventRecorder(db, clock, of(DeliveryService), of(CustomerErrors), of(MembershipChanges), logger);
  const intake = await underLoad('intake: verified and stored', {
    env,
    db,
    port,
    requests,
    status: 200,
    connections: CONNECTIONS,
  });
  const applied = await measured('applied', count, db, async () => {
    await recorder.applyDue();
  });
  const [row] = await db.rows<{ n: number }>(
    `select count(*)::int as n from delivery_recipient where state = 'delivered'`,
  );
  if (row?.n !== count) throw new Error(`${row?.n} of ${count} events took effect`);
  for (const each of [server, certificates]) {
    each.closeAllConnections();
    each.close();
  }
  await app.close();
  await close();
  const rate = count / (intake.seconds + applied.seconds);
  return {
    bench: `events ${count}`,
    figures: [intake, applied],
    ratios: {
      'intake per second / goal of 3,000': count / intake.seconds / 3000,
      'intake and apply in turn, per second': rate,
    },
  };
}

function newSigner(): Signer {
  // eslint-disable-next-line typescript/no-require-imports -- built beside us, and no dependency of the server
  const { SnsSigner } = require(join(process.cwd(), 'apps/ses-sandbox/dist/sns-signing.js')) as {
    SnsSigner: new (host: string, now: () => number) => Signer;
  };
  return new SnsSigner('sns.ap-northeast-1.amazonaws.com', Date.now);
}

async function requestsOf(signer: Signer, { deliveryId, recipientIds }: DeliveredMail): Promise<string[]> {
  const requests: string[] = [];
  const timestamp = new Date().toISOString();
  for (const id of recipientIds) {
    const event = {
      eventType: 'Delivery',
      mail: {
        timestamp,
        messageId: `ses-${id}`,
        destination: ['somebody@example.jp'],
        headersTruncated: false,
        headers: Array.from({ length: 12 }, (_, i) => ({ name: `X-Header-${i}`, value: 'as long as headers are' })),
        tags: { d: [id], a: ['1'], m: [deliveryId], 'ses:configuration-set': ['kubari'] },
      },
      delivery: { timestamp, processingTimeMillis: 800, recipients: ['somebody@example.jp'], smtpResponse: '250 OK' },
    };
    const envelope = {
      Type: 'Notification',
      MessageId: `message-${id}`,
      TopicArn: TOPIC,
      Message: JSON.stringify(event),
      Timestamp: timestamp,
    };
    const body = await signer.signed(envelope, '2');
    requests.push(
      `POST /hooks/ses HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain; charset=UTF-8\r\nx-amz-sns-message-type: Notification\r\n` +
        `x-amz-sns-message-id: message-${id}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
  return requests;
}
