import { setTimeout as sleep } from 'node:timers/promises';
import { ListSubscriptionsByTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { createSesSandbox, type SesSandbox } from '../../../ses-sandbox/src/index.js';
import type { Customer } from '../../src/customers/customer.entity.js';
import type { Group } from '../../src/groups/group.entity.js';
import { aCustomer, aGroup, aMailing } from '../factories.js';
import { startApi, type Agent, type TestApi } from '../http.js';
import { startWorker, type TestWorker } from '../worker.js';

/** A whole installation in this process: API, worker with its timers, and the SES sandbox, events by HTTPS or queue. */
export interface MailLab {
  readonly api: TestApi;
  readonly agent: Agent;
  readonly worker: TestWorker;
  readonly sandbox: SesSandbox;
  /** a group of customers with these addresses, and a mailing to it put on its way */
  deliver(addresses: readonly string[], mailing?: Parameters<typeof aMailing>[1]): Promise<Delivered>;
  close(): Promise<void>;
}

export interface Delivered {
  readonly deliveryId: string;
  readonly group: Group;
  readonly customers: readonly Customer[];
}

export async function startMailLab(events: 'https' | 'queue'): Promise<MailLab> {
  const sandbox = await createSesSandbox({ outcomeDelayMs: 20, snsFirstRetryMs: 50 });
  const env = {
    SES_ENDPOINT: sandbox.url,
    SNS_ENDPOINT: sandbox.url,
    SQS_ENDPOINT: sandbox.url,
    SES_REGION: sandbox.region,
    SES_CONFIGURATION_SET: sandbox.configurationSet,
    SES_EVENTS_TOPIC_ARNS: [sandbox.topicArn],
    SES_CERTIFICATE_ORIGIN: sandbox.certificateOrigin,
    SES_EVENTS_QUEUE_URL: events === 'queue' ? sandbox.queueUrl : '',
    EVENT_POLL_WAIT_SECONDS: 1,
    SWEEP_INTERVAL_MS: 100,
  };
  const api = await startApi({ env });
  const worker = await startWorker({ env: api.env });
  if (events === 'https') await subscribe(sandbox, `${api.url}/hooks/ses`);
  const agent = await api.asAdmin();
  return {
    api,
    agent,
    worker,
    sandbox,
    deliver: async (addresses, values = {}) => {
      const customers: Customer[] = [];
      for (const email of addresses) customers.push(await aCustomer(api.db, { email }));
      const group = await aGroup(api.db, { with: customers });
      const mailing = await aMailing(api.db, { group, ...values });
      const { body } = await agent
        .post('/api/deliveries')
        .send({ mailingId: mailing.id, groupId: group.id })
        .expect(201);
      return { deliveryId: (body as { id: string }).id, group, customers };
    },
    close: async () => {
      await worker.close();
      await api.close();
      await sandbox.close();
    },
  };
}

/** SNS asks the endpoint for a confirmation, which the server gives by itself; what is published before would be lost. */
async function subscribe({ url, region, topicArn, credentials }: SesSandbox, endpoint: string): Promise<void> {
  const sns = new SNSClient({ endpoint: url, region, credentials });
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: endpoint }));
  await until(
    () => sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn })),
    ({ Subscriptions: all = [] }) => all.every((one) => one.SubscriptionArn !== 'PendingConfirmation'),
  );
  sns.destroy();
}

/** Looks until `done` says so; throws with what it last saw when that takes too long. */
export async function until<T>(look: () => Promise<T>, done: (seen: T) => boolean, limitMs = 20_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (done(seen)) return seen;
    if (performance.now() > end)
      throw new Error(`Still waiting after ${limitMs} ms; last seen: ${JSON.stringify(seen)}`);
    await sleep(50);
  }
}
