import type { RecipientState, SkipReason } from '../delivery/delivery.types.js';
import type { TrackingEventKind, VisitorClass } from '../tracking/tracking.types.js';
import type { DemoCustomer } from './demo-customers.js';
import { DEMO_MAILINGS, type DemoRun } from './demo-mailings.js';
import type { Random } from './random.js';
import { browserOf, networkOf, PRIVACY_PROXY } from './visitors.js';

/** What happened to a recipient after acceptance. */
export interface DemoEvent {
  readonly kind: TrackingEventKind;
  readonly at: Date;
  readonly linkNo?: number;
  readonly visitor?: VisitorClass;
  readonly userAgent?: string;
  readonly ip?: string;
  readonly detail?: unknown;
}

/** One person of the group of a delivery; `skip` set: left out at planning. */
export interface DemoRecipient {
  readonly customer: number;
  readonly skip: SkipReason | null;
  readonly acceptedAt: Date | null;
  state: RecipientState;
  error: { readonly kind: string; readonly detail: string } | null;
  readonly events: DemoEvent[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const TOKYO_OFFSET_MS = 9 * HOUR_MS;

interface Scene {
  readonly random: Random;
  readonly now: Date;
  /** index of the delivery */
  readonly index: number;
  readonly run: DemoRun;
  readonly customer: DemoCustomer;
  readonly acceptedAt: Date;
  readonly recipient: DemoRecipient;
  readonly linkCount: number;
}

/** What one person does with one mail; adds it to the recipient of the scene. */
export class Play {
  constructor(private readonly scene: Scene) {}

  play(): void {
    const { random, customer, index, acceptedAt, run } = this.scene;
    if (customer.dies && index >= customer.dies.delivery) return this.bounce(customer.dies.how);
    const deliveredAt = new Date(acceptedAt.getTime() + 900 + random.exponential(2_500));
    this.add({ kind: 'delivered', at: deliveredAt, detail: { response: '250 2.6.0 Message received' } });
    if (random.chance(0.012)) this.scan(deliveredAt);
    const isHtml = DEMO_MAILINGS[run.mailing]?.format === 'html';
    const reads = random.chance(Math.min(0.92, (0.11 + 0.62 * customer.interest) * run.appeal));
    const readAt = this.later(deliveredAt);
    if (isHtml && customer.usesPrivacyProxy && random.chance(0.93))
      this.add({
        kind: 'opened',
        at: new Date(deliveredAt.getTime() + random.exponential(20 * MINUTE_MS)),
        visitor: 'mpp',
        userAgent: PRIVACY_PROXY,
        ip: networkOf(random),
      });
    if (reads) this.read(readAt, isHtml);
  }

  private read(readAt: Date, isHtml: boolean): void {
    const { random, customer, run } = this.scene;
    const { visitor, userAgent } = browserOf(random, customer.email);
    const ip = networkOf(random);
    if (isHtml && !customer.usesPrivacyProxy) {
      this.add({ kind: 'opened', at: readAt, visitor, userAgent, ip });
      if (random.chance(0.28)) this.add({ kind: 'opened', at: this.later(readAt), visitor, userAgent, ip });
    }
    if (random.chance((0.07 + 0.24 * customer.interest) * run.appeal)) this.click(readAt, userAgent, ip);
    if (random.chance(0.008)) this.add({ kind: 'unsubscribed', at: soon(random, readAt), userAgent, ip });
    else if (random.chance(0.001)) this.complain(readAt);
  }

  private click(readAt: Date, userAgent: string, ip: string): void {
    const { random, linkCount } = this.scene;
    if (linkCount === 0) return;
    // the first links draw most; the last is the contact page in the footer
    const weights = Array.from(
      { length: linkCount },
      (_, i) => [i + 1, i + 1 === linkCount ? 0.05 : 1 / (i + 1) ** 1.1] as const,
    );
    const clicks = random.weighted([
      [1, 74],
      [2, 20],
      [3, 6],
    ]);
    let at = readAt;
    for (let i = 0; i < clicks; i++) {
      at = soon(random, at);
      this.add({ kind: 'clicked', at, linkNo: random.weighted(weights), visitor: 'human', userAgent, ip });
    }
  }

  /** A company's mail scanner follows every link within seconds; such clicks are nobody's. */
  private scan(deliveredAt: Date): void {
    const { random, linkCount } = this.scene;
    const ip = networkOf(random);
    for (let linkNo = 1; linkNo <= linkCount; linkNo++)
      this.add({
        kind: 'clicked',
        at: new Date(deliveredAt.getTime() + 1_500 + linkNo * 220),
        linkNo,
        visitor: 'bot',
        userAgent: 'Mozilla/5.0 (compatible; MailScanner/4.2)',
        ip,
      });
  }

  private bounce(how: 'hard' | 'soft'): void {
    const { random, recipient, acceptedAt } = this.scene;
    const error =
      how === 'hard'
        ? { kind: 'unknown_user', detail: 'smtp; 550 5.1.1 user unknown' }
        : { kind: 'mailbox_full', detail: 'smtp; 452 4.2.2 mailbox full' };
    const happened = this.add({
      kind: 'bounced',
      at: new Date(acceptedAt.getTime() + 2_000 + random.exponential(how === 'hard' ? 6_000 : 3 * HOUR_MS)),
      detail: {
        type: how === 'hard' ? 'Permanent' : 'Transient',
        subType: how === 'hard' ? 'NoEmail' : 'MailboxFull',
        status: how === 'hard' ? '5.1.1' : '4.2.2',
        response: error.detail,
        countsAs: how,
      },
    });
    recipient.state = !happened ? 'accepted' : how === 'hard' ? 'bounced_hard' : 'bounced_soft';
    recipient.error = happened ? error : null;
  }

  private complain(readAt: Date): void {
    const at = soon(this.scene.random, readAt);
    const happened = this.add({ kind: 'complained', at, detail: { type: 'abuse', subType: '' } });
    if (happened) this.scene.recipient.state = 'complained';
  }

  /** Many read at once, some in the evening, some days later; at night nobody does. */
  private later(from: Date): Date {
    const { random } = this.scene;
    const wait = random.weighted([
      [HOUR_MS, 46],
      [6 * HOUR_MS, 32],
      [30 * HOUR_MS, 17],
      [90 * HOUR_MS, 5],
    ]);
    const at = from.getTime() + random.exponential(wait);
    const hour = Math.floor(((at + TOKYO_OFFSET_MS) / HOUR_MS) % 24);
    return new Date(hour < 6 ? at + (6 - hour) * HOUR_MS + random.next() * HOUR_MS : at);
  }

  /** False for what would come after now: it has not happened yet. */
  private add(event: DemoEvent): boolean {
    const happened = event.at <= this.scene.now;
    if (happened) this.scene.recipient.events.push(event);
    return happened;
  }
}

const soon = (random: Random, from: Date): Date => new Date(from.getTime() + 4_000 + random.exponential(70_000));
