import { isSimulatorAddress } from './addresses.js';
import { EVENT_CONSTANTS, type ConfigurationSets } from './configuration-sets.js';
import { eventPayload, type PayloadShape } from './event-payload.js';
import type { EventFault, Faults } from './faults.js';
import type { Mail, MailEvent } from './mail.js';
import type { Mailbox } from './mailbox.js';
import type { Settings } from './options.js';
import { newUuid } from './ids.js';
import { planOutcome, SUPPRESSED, type OutcomeEvent } from './outcomes.js';
import type { Sns } from './sns.js';
import type { Account } from './account.js';
import type { SuppressionList } from './suppression-list.js';

export interface EventWorld {
  settings: Settings;
  account: Account;
  sets: ConfigurationSets;
  suppression: SuppressionList;
  faults: Faults;
  mailbox: Mailbox;
  sns: Sns;
}

/** Lets the events of accepted mails happen in their time and publishes them where the configuration set says (E1 to E3). */
export class MailEvents {
  readonly counts = { published: 0, dropped: 0, duplicated: 0 };
  private readonly timers = new Set<NodeJS.Timeout>();

  private readonly plainShape: PayloadShape;

  constructor(private readonly world: EventWorld) {
    const { region, accountId } = world.settings;
    this.plainShape = { region, accountId };
  }

  /** `Send` at once, then each recipient's outcome; one on the suppression list bounces. */
  follow(mail: Mail): void {
    const { settings, suppression, account } = this.world;
    this.happen(mail, mail.recipients, { type: 'Send' });
    for (const recipient of mail.recipients) {
      const stopped = suppression.stops(recipient, account.suppressedReasons);
      const steps = stopped
        ? [{ afterMs: settings.outcomeDelayMs, event: SUPPRESSED }]
        : planOutcome(recipient, settings.outcomeDelayMs);
      for (const { afterMs, event } of steps) this.later(afterMs, () => this.happen(mail, [recipient], event));
    }
  }

  /** One event now: kept with its mail, published, and its address suppressed where it calls for it. */
  happen(mail: Mail, recipients: string[], event: OutcomeEvent): void {
    const happened: MailEvent = {
      at: this.world.settings.now(),
      recipients,
      event,
      feedbackId: hasFeedback(event) ? `${mail.messageId.slice(0, 16)}-${newUuid()}-000000` : undefined,
    };
    this.world.mailbox.find(mail.messageId)?.events.push(happened);
    for (const recipient of recipients) this.suppress(recipient, event);
    const topics = this.topicsFor(mail, event);
    if (topics.length > 0) this.publish(mail, happened, topics);
  }

  get waitingCount(): number {
    return this.timers.size;
  }

  clear(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    Object.assign(this.counts, { published: 0, dropped: 0, duplicated: 0 });
  }

  private topicsFor(mail: Mail, event: OutcomeEvent): string[] {
    const set = mail.configurationSet === undefined ? undefined : this.world.sets.find(mail.configurationSet);
    const constant = EVENT_CONSTANTS[event.type];
    const topics: string[] = [];
    for (const destination of set?.destinations.values() ?? []) {
      if (destination.enabled && destination.topicArn && destination.types.includes(constant))
        topics.push(destination.topicArn);
    }
    return topics;
  }

  private publish(mail: Mail, happened: MailEvent, topics: string[]): void {
    const { faults } = this.world;
    const found = faults.forEvent({ recipients: happened.recipients, tags: mail.tags, eventType: happened.event.type });
    if (found.some(({ type }) => type === 'drop')) {
      this.counts.dropped++;
      return;
    }
    const shape = found.length === 0 ? this.plainShape : this.shapeWith(found);
    const text = () => eventPayload(mail, happened, shape);
    const delayMs = found.reduce((sum, fault) => sum + (fault.type === 'delay' ? fault.ms : 0), 0);
    const ids = snsIds(found);
    this.counts.published++;
    this.counts.duplicated += ids.length - 1;
    const send = () => {
      for (const topicArn of topics) for (const messageId of ids) this.send(topicArn, messageId, text);
    };
    if (delayMs > 0) this.later(delayMs, send);
    else send();
  }

  private shapeWith(faults: EventFault[]): PayloadShape {
    const withoutHeaders = faults.some(({ type }) => type === 'no_headers');
    return { ...this.plainShape, withoutHeaders, withoutTags: faults.some(({ type }) => type === 'no_tags') };
  }

  private send(topicArn: string, messageId: string, text: () => string): void {
    const { sns, settings } = this.world;
    if (sns.hasTopic(topicArn))
      sns.publish(topicArn, { messageId, at: settings.now(), subject: 'Amazon SES Email Event Notification', text });
  }

  private suppress(recipient: string, event: OutcomeEvent): void {
    const { suppression, account, settings } = this.world;
    const reason = reasonOf(event);
    if (reason && account.suppressedReasons.includes(reason) && !isSimulatorAddress(recipient))
      suppression.put(recipient, reason, settings.now());
  }

  private later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
  }
}

/** The SNS message ids of an event: one, and one for each further copy. AWS was seen to repeat the same id. */
function snsIds(faults: EventFault[]): string[] {
  const ids = [newUuid()];
  for (const fault of faults) {
    if (fault.type !== 'duplicate') continue;
    for (let n = 0; n < (fault.n ?? 1); n++) ids.push(fault.sameSnsId === false ? newUuid() : (ids[0] ?? newUuid()));
  }
  return ids;
}

const hasFeedback = (event: OutcomeEvent) => event.type === 'Bounce' || event.type === 'Complaint';

function reasonOf(event: OutcomeEvent): 'BOUNCE' | 'COMPLAINT' | undefined {
  if (event.type === 'Complaint') return event.feedbackType === 'not-spam' ? undefined : 'COMPLAINT';
  return event.type === 'Bounce' && event.bounceType === 'Permanent' && event.bounceSubType === 'General'
    ? 'BOUNCE'
    : undefined;
}
