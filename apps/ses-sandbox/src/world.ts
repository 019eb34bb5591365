import { Account } from './account.js';
import { ConfigurationSets, EVENT_CONSTANTS } from './configuration-sets.js';
import { CopyOracle } from './copy-oracle.js';
import { Faults } from './faults.js';
import { Identities } from './identities.js';
import { Mailbox } from './mailbox.js';
import { MailEvents } from './mail-events.js';
import type { Settings } from './options.js';
import { Sns } from './sns.js';
import { SnsSigner } from './sns-signing.js';
import { Sqs } from './sqs.js';
import { SuppressionList } from './suppression-list.js';

export const CONFIGURATION_SET = 'kubari';
const EVENT_NAME = 'kubari-ses-events';

/** Everything the sandbox knows; routes read and change it. */
export interface World {
  settings: Settings;
  account: Account;
  identities: Identities;
  sets: ConfigurationSets;
  suppression: SuppressionList;
  faults: Faults;
  mailbox: Mailbox;
  oracle: CopyOracle;
  events: MailEvents;
  signer: SnsSigner;
  sns: Sns;
  sqs: Sqs;
  topicArn: string;
  queueUrl: () => string;
  /** How often each operation was answered with each error, in the form `SendEmail TooManyRequestsException`. */
  errors: Map<string, number>;
}

/** A fresh account with its preset: configuration set, topic and queue, wired together. */
export function createWorld(settings: Settings, baseUrl: () => string): World {
  const signer = new SnsSigner(`sns.${settings.region}.amazonaws.com`, settings.now);
  const sqs = new Sqs(settings, baseUrl);
  const sns = new Sns(settings, signer, sqs);
  const sets = new ConfigurationSets();
  const suppression = new SuppressionList();
  const faults = new Faults(settings.seed, settings.now);
  const account = new Account(settings, (accountRate) => faults.sendRate(accountRate));
  const mailbox = new Mailbox(settings.keep, settings.keepBytes);
  const events = new MailEvents({ settings, account, sets, suppression, faults, mailbox, sns });
  const topicArn = preset(sets, sns, sqs);
  return {
    settings,
    account,
    identities: new Identities(settings.strictIdentities),
    sets,
    suppression,
    faults,
    mailbox,
    oracle: new CopyOracle(),
    events,
    signer,
    sns,
    sqs,
    topicArn,
    queueUrl: () => sqs.urlOf(sqs.byName(EVENT_NAME)),
    errors: new Map(),
  };
}

/** Forgets mails, counts, events on their way, faults, identities, suppressed addresses and quota use; keeps configuration sets, topics, queues and subscriptions. */
export function resetWorld(world: World): void {
  world.events.clear();
  world.sns.sender.clear();
  world.sqs.purge();
  world.faults.clear();
  world.oracle.clear();
  world.mailbox.clear();
  world.suppression.clear();
  world.identities.clear();
  world.errors.clear();
  world.account.reset();
}

function preset(sets: ConfigurationSets, sns: Sns, sqs: Sqs): string {
  const topicArn = sns.createTopic(EVENT_NAME);
  const queue = sqs.create(EVENT_NAME, { VisibilityTimeout: '120' });
  sns.subscribe(topicArn, 'sqs', queue.arn, {});
  sets.create(CONFIGURATION_SET);
  const definition = {
    Enabled: true,
    MatchingEventTypes: Object.values(EVENT_CONSTANTS),
    SnsDestination: { TopicArn: topicArn },
  };
  sets.addDestination(CONFIGURATION_SET, EVENT_NAME, definition, (arn) => sns.hasTopic(arn));
  return topicArn;
}
