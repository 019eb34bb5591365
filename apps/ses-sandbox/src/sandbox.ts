import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultRule } from './faults.js';
import { Listener } from './listener.js';
import { findMessages } from './message-search.js';
import { viewMessage, type MessageSummary, type MessageView } from './message-view.js';
import { withDefaults, type SandboxOptions } from './options.js';
import { PLAYABLE } from './outcomes.js';
import { readStats, type Stats } from './stats.js';
import { CONFIGURATION_SET, createWorld, resetWorld } from './world.js';

/** A running sandbox, for the process that holds it; the same is to be had over HTTP below `/_sandbox`. */
export interface SesSandbox {
  /** Endpoint of SES, SNS and SQS, and address of the inbox. */
  url: string;
  port: number;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  configurationSet: string;
  topicArn: string;
  queueUrl: string;
  /** Where the paths of SigningCertURL are served in truth. */
  certificateOrigin: string;
  /** Makes the signing key now instead of at its first use. */
  warmUp(): Promise<void>;
  stats(): Stats;
  /** Accepted copies to one address. */
  copiesTo(address: string): number;
  /** Accepted copies by the values of one tag. */
  copiesByTag(name: string): ReadonlyMap<string, number>;
  /** Kept mails, newest first, at most 500. */
  messages(filter?: { to?: string; q?: string; tag?: string; limit?: number; before?: number }): MessageSummary[];
  message(id: string): MessageView | undefined;
  addFault(rule: FaultRule): number;
  clearFaults(): void;
  /** Plays an event for a kept mail: send, delivery, delay, bounce, soft-bounce, policy-bounce, complaint, reject. */
  playEvent(id: string, name: string): void;
  reset(): void;
  close(): Promise<void>;
}

/** Starts a sandbox on the given host and port; rejects with the listener's error, such as EADDRINUSE. */
export async function createSesSandbox(options: SandboxOptions = {}): Promise<SesSandbox> {
  const settings = withDefaults(options);
  let url = '';
  const world = createWorld(settings, () => url);
  const server = createServer({ keepAliveTimeout: 75_000 }, new Listener(world).handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, 2_048, resolve);
  });
  const { port } = server.address() as AddressInfo;
  url = `http://${reachableHost(settings.host)}:${port}`;
  return {
    url,
    port,
    region: settings.region,
    credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey },
    configurationSet: CONFIGURATION_SET,
    topicArn: world.topicArn,
    queueUrl: world.queueUrl(),
    certificateOrigin: url,
    warmUp: async () => void (await world.signer.certificate()),
    stats: () => readStats(world),
    copiesTo: (address) => world.oracle.recipients.of(address.toLowerCase()),
    copiesByTag: (name) => world.oracle.byTag(name).all(),
    messages: (filter = {}) => {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value));
      return findMessages(world.mailbox, query).messages;
    },
    message: (id) => {
      const kept = world.mailbox.find(id);
      return kept && viewMessage(kept, settings.region);
    },
    addFault: (rule) => world.faults.add(rule),
    clearFaults: () => world.faults.clear(),
    playEvent: (id, name) => {
      const kept = world.mailbox.find(id);
      const event = Object.hasOwn(PLAYABLE, name) ? PLAYABLE[name] : undefined;
      if (!kept || !event) throw new Error(`No kept mail ${id}, or no event ${name}`);
      world.events.happen(kept.mail, kept.mail.recipients, event);
    },
    reset: () => resetWorld(world),
    close: () => {
      world.events.clear();
      world.sns.sender.close();
      world.sqs.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** An address to connect to for one to listen at. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
