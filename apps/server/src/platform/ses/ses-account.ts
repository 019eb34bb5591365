import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../clock.js';
import { ENV, type Env } from '../config/env.js';
import { SharedMemory } from '../redis.js';
import { sesCredentials, sesEndpoint } from './ses-credentials.js';

/** What GetAccount says of the account in our region (sending.md §1.4). */
export interface SesAccountState {
  /** recipients per second */
  readonly maxSendRate: number;
  /** recipients per rolling 24 hours; -1: unlimited */
  readonly max24HourSend: number;
  readonly sentLast24Hours: number;
  /** false: still in the SES sandbox, only verified recipients */
  readonly productionAccess: boolean;
  readonly sendingEnabled: boolean;
  /** HEALTHY, PROBATION, SHUTDOWN */
  readonly enforcementStatus: string;
  /** ISO instant of the answer */
  readonly fetchedAt: string;
}

/** How long one answer serves everybody. GetAccount and its like share one request per second for the whole account. */
const FRESH_MS = 60_000;
/** An old answer is better than none while SES cannot be asked. */
const KEEP_SECONDS = 3_600;
const ASK_AGAIN_AFTER_FAILURE_MS = 5_000;

/** The state of the SES account, asked for at most once a minute by all processes together. */
@Injectable()
export class SesAccount implements OnApplicationShutdown {
  private readonly client: SESv2Client;
  private known: SesAccountState | null = null;
  private asking: Promise<SesAccountState | null> | null = null;
  private failedAt = 0;

  constructor(
    @Inject(ENV) env: Env,
    private readonly clock: Clock,
    private readonly memory: SharedMemory,
    private readonly logger: PinoLogger,
  ) {
    // Reads may be repeated; only SendEmail must never be (sending.md §1.6).
    this.client = new SESv2Client({
      region: env.SES_REGION,
      endpoint: sesEndpoint(env),
      credentials: sesCredentials(env, () => clock.now()),
      maxAttempts: 4,
    });
  }

  /** The state, at most a minute old where SES answers; null when nothing is known. Never throws. */
  async state(): Promise<SesAccountState | null> {
    if (this.isFresh(this.known)) return this.known;
    this.asking ??= this.lookUp().finally(() => {
      this.asking = null;
    });
    return this.asking;
  }

  /** Asks SES now, whatever is remembered; for resuming after the daily quota. */
  async refresh(): Promise<SesAccountState | null> {
    this.failedAt = 0;
    return this.ask();
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private isFresh(state: SesAccountState | null): state is SesAccountState {
    return state !== null && this.clock.now().getTime() - new Date(state.fetchedAt).getTime() < FRESH_MS;
  }

  private async lookUp(): Promise<SesAccountState | null> {
    const shared = await this.memory.redis.get(this.memory.key('ses:account')).catch(() => null);
    if (shared) this.known = JSON.parse(shared) as SesAccountState;
    return this.isFresh(this.known) ? this.known : this.ask();
  }

  private async ask(): Promise<SesAccountState | null> {
    if (this.clock.now().getTime() - this.failedAt < ASK_AGAIN_AFTER_FAILURE_MS) return this.known;
    try {
      const answer = await this.client.send(new GetAccountCommand({}), { abortSignal: AbortSignal.timeout(10_000) });
      this.known = {
        maxSendRate: answer.SendQuota?.MaxSendRate ?? 1,
        max24HourSend: answer.SendQuota?.Max24HourSend ?? 200,
        sentLast24Hours: answer.SendQuota?.SentLast24Hours ?? 0,
        productionAccess: answer.ProductionAccessEnabled ?? false,
        sendingEnabled: answer.SendingEnabled ?? false,
        enforcementStatus: answer.EnforcementStatus ?? 'HEALTHY',
        fetchedAt: this.clock.now().toISOString(),
      };
      await this.share(this.known);
    } catch (error) {
      this.failedAt = this.clock.now().getTime();
      this.logger.warn({ err: error }, 'SES cannot be asked for the state of the account');
    }
    return this.known;
  }

  /** A new answer counts what was sent until now, so our own count since the last one starts again. */
  private async share(state: SesAccountState): Promise<void> {
    await this.memory.redis
      .multi()
      .set(this.memory.key('ses:account'), JSON.stringify(state), 'EX', KEEP_SECONDS)
      .del(this.memory.key('ses:taken'))
      .exec()
      .catch(() => undefined);
  }
}
