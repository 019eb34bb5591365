import { LinkTokens } from '@kubari/link-token';
import { InMemoryMailer, type Mailer } from '@kubari/mailer';
import { PinoLogger } from 'nestjs-pino';
import { ConditionKinds } from '../src/customers/condition-kinds.service.js';
import { CustomerFieldsService } from '../src/customers/customer-fields.service.js';
import { CustomerSearchService } from '../src/customers/customer-search.service.js';
import { CustomerErrors } from '../src/customers/customer-errors.service.js';
import { SegmentsService } from '../src/customers/segments.service.js';
import { CustomerFinder } from '../src/customers/search/customer-finder.js';
import { AnswerRecorder } from '../src/delivery/answer-recorder.js';
import { AudienceFilters } from '../src/delivery/audience-filters.js';
import { BatchSender } from '../src/delivery/batch-sender.js';
import { recountDirtyBatches } from '../src/delivery/counts.queries.js';
import { DeliveryContents } from '../src/delivery/delivery-contents.js';
import { DeliveryService } from '../src/delivery/delivery.service.js';
import { DoubtResolver } from '../src/delivery/doubt-resolver.js';
import { HeldRecipients } from '../src/delivery/held-recipients.js';
import { LinkTargets } from '../src/delivery/link-targets.js';
import { RecipientPlanner } from '../src/delivery/recipient-planner.js';
import { SendGate } from '../src/delivery/send-gate.js';
import { SendReactions } from '../src/delivery/send-reactions.js';
import { declareUnknown, finishDeliveries, skipRestOfCanceled } from '../src/delivery/sweeping.queries.js';
import type { Env } from '../src/platform/config/env.js';
import type { Database } from '../src/platform/database/database.js';
import type { JobQueue } from '../src/platform/queue/job-queue.js';
import { linkTokens } from '../src/platform/links/link-tokens.js';
import type { SendRate } from '../src/platform/ses/send-rate.js';
import { SettingsService } from '../src/settings/settings.service.js';
import { TestClock } from './clock.js';
import { testEnv } from './env.js';

/** Sending without jobs, timers, Redis and HTTP: every step is taken by the test. */
export interface SendingKit {
  readonly clock: TestClock;
  readonly env: Env;
  readonly mailer: InMemoryMailer;
  readonly kinds: ConditionKinds;
  readonly planner: RecipientPlanner;
  readonly sender: BatchSender;
  readonly gate: SendGate;
  readonly rate: FreeRate;
  readonly service: DeliveryService;
  readonly doubts: DoubtResolver;
  readonly held: HeldRecipients;
  readonly tokens: LinkTokens;
  /** Plans the delivery and sends until no batch can be claimed. */
  sendAll(deliveryId: string): Promise<void>;
  /** What the sweeps would do, once: overdue attempts, doubts, counts, finished deliveries. */
  sweep(): Promise<void>;
}

/** A rate that never makes anybody wait unless told, and counts. */
export class FreeRate implements Pick<SendRate, 'take' | 'slowDown'> {
  slowDowns = 0;
  taken = 0;
  next: (() => { granted: number; waitMs: number; limitedBy: 'domain' | 'daily-quota' })[] = [];

  take(want: number): ReturnType<SendRate['take']> {
    const answer = this.next.shift()?.();
    if (answer) return Promise.resolve(answer);
    this.taken += want;
    return Promise.resolve({ granted: want, waitMs: 0, limitedBy: 'nothing' });
  }

  slowDown(): Promise<void> {
    this.slowDowns += 1;
    return Promise.resolve();
  }
}

/** A process that sends: make two over one database to let them race. */
export function sendingKit(
  db: Database,
  options: { clock?: TestClock; env?: Partial<Env>; mailer?: Mailer } = {},
): SendingKit {
  const clock = options.clock ?? new TestClock();
  const env = testEnv('postgres://unused', { DOUBT_GRACE_MS: 900_000, ...options.env });
  const logger = new PinoLogger({ pinoHttp: { level: 'silent' } });
  const mailer = new InMemoryMailer();
  const rate = new FreeRate();
  const fields = new CustomerFieldsService(db, clock, new SettingsService(db, clock));
  const kinds = new ConditionKinds();
  const search = new CustomerSearchService(db, clock, new CustomerFinder(db), fields, kinds);
  const jobs = { wake: () => Promise.resolve() } as unknown as JobQueue;
  const errors = new CustomerErrors(db, clock, new SettingsService(db, clock), jobs);
  const filters = new AudienceFilters(search, new SegmentsService(db, clock, search));
  const tokens = linkTokens(env);
  const gate = new SendGate(db, clock, env, rate as unknown as SendRate);
  const recorder = new AnswerRecorder(db, clock, logger);
  const reactions = new SendReactions(db, clock, gate, rate as unknown as SendRate, errors, logger);
  const contents = new DeliveryContents(db, tokens, env);
  const sender = new BatchSender(db, clock, env, options.mailer ?? mailer, contents, gate, recorder, reactions);
  const planner = new RecipientPlanner(db, clock, filters, logger);
  const service = new DeliveryService(db, clock, new LinkTargets(db), logger);
  const doubts = new DoubtResolver(db, clock, env, mailer, rate as unknown as SendRate, logger);
  return {
    clock,
    env,
    mailer,
    kinds,
    planner,
    sender,
    gate,
    rate,
    service,
    doubts,
    held: new HeldRecipients(db, clock),
    tokens,
    sendAll: async (deliveryId) => {
      await planner.plan(deliveryId);
      while (await sender.sendBatch(deliveryId)) continue;
    },
    sweep: async () => {
      await db.tx((tx) => declareUnknown(tx, clock.now(), 1_000));
      await doubts.resolve();
      while (await db.tx((tx) => skipRestOfCanceled(tx, 50, clock.now()))) continue;
      while ((await db.tx((tx) => recountDirtyBatches(tx, 100, clock.now()))) === 100) continue;
      await finishDeliveries(db, clock.now());
    },
  };
}
