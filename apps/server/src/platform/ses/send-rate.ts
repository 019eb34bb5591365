import { Inject, Injectable } from '@nestjs/common';
import type { Redis, Result } from 'ioredis';
import { PinoLogger } from 'nestjs-pino';
import { ENV, type Env } from '../config/env.js';
import { SharedMemory } from '../redis.js';
import { SLOW_DOWN, TAKE_TOKENS } from './send-rate.lua.js';
import { SesAccount, type SesAccountState } from './ses-account.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    takeSendTokens(keyCount: number, ...args: (string | number)[]): Result<[number, number, LimitedBy], Context>;
    slowSending(keyCount: number, ...args: (string | number)[]): Result<number, Context>;
  }
}

/** bulk: deliveries; tx: test mails, canaries, notices: they go first and keep a reserve of the daily quota. */
export type SendLane = 'bulk' | 'tx';

export type LimitedBy = 'nothing' | 'account' | 'domain' | 'hold' | 'daily-quota' | 'unknown';

/** How many mails may be sent right now; with 0, how long to wait before asking again, and for what. */
export interface SendGrant {
  readonly granted: number;
  readonly waitMs: number;
  readonly limitedBy: LimitedBy;
}

/** Kept back for the tx lane (sending.md §8). */
const TX_SHARE_OF_DAY = 0.02;
const NOT_NOW: SendGrant = { granted: 0, waitMs: 1_000, limitedBy: 'unknown' };

/**
 * How fast we send: one token bucket (GCRA) for the SES account and one per domain group, in Redis and shared by all
 * workers; the account's follows SES's refusals by AIMD (sending.md §8). Without Redis or GetAccount nothing is sent.
 */
@Injectable()
export class SendRate {
  private readonly redis: Redis;
  private readonly domainRates: ReadonlyMap<string, number>;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly memory: SharedMemory,
    private readonly account: SesAccount,
    private readonly logger: PinoLogger,
  ) {
    this.redis = memory.redis;
    this.redis.defineCommand('takeSendTokens', { lua: TAKE_TOKENS });
    this.redis.defineCommand('slowSending', { lua: SLOW_DOWN });
    this.domainRates = parseDomainRates(env.SEND_DOMAIN_RATES);
  }

  /**
   * Takes up to `want` tokens at once, as few as a twentieth of a second is worth. Take them right before the calls:
   * a token that is not used is lost. Never throws.
   */
  async take(want: number, lane: SendLane, domainGroup: string): Promise<SendGrant> {
    const account = await this.account.state();
    if (!account) return NOT_NOW;
    try {
      const [granted, waitMs, limitedBy] = await this.redis.takeSendTokens(
        4,
        this.memory.key('ses:tat'),
        this.memory.key(`ses:tat:${domainGroup}`),
        this.memory.key('ses:aimd'),
        this.memory.key('ses:taken'),
        want,
        lane,
        this.maxRate(account),
        this.domainRates.get(domainGroup) ?? 0,
        dailyAllowance(account, lane),
      );
      return { granted, waitMs, limitedBy };
    } catch (error) {
      this.logger.warn({ err: error }, 'no send tokens: Redis does not answer, sending waits');
      return NOT_NOW;
    }
  }

  /** SES refused for speed: the shared rate falls by 30 % and everybody stops for a second, once per two seconds. */
  async slowDown(): Promise<void> {
    const account = await this.account.state();
    if (!account) return;
    await this.redis.slowSending(1, this.memory.key('ses:aimd'), this.maxRate(account)).catch(() => undefined);
  }

  /** Mails per second that we allow ourselves at most; null while SES has not told. */
  async maxPerSecond(): Promise<number | null> {
    const account = await this.account.state();
    return account && this.maxRate(account);
  }

  private maxRate(account: SesAccountState): number {
    const own = this.env.SEND_MAX_PER_SECOND;
    return own > 0 ? Math.min(own, account.maxSendRate) : account.maxSendRate;
  }
}

/** Mails that may still be taken since GetAccount was last asked; -1: no limit. */
function dailyAllowance({ max24HourSend, sentLast24Hours }: SesAccountState, lane: SendLane): number {
  if (max24HourSend < 0) return -1;
  const usable = lane === 'tx' ? max24HourSend : max24HourSend * (1 - TX_SHARE_OF_DAY);
  return Math.max(0, Math.floor(usable - sentLast24Hours));
}

/** `docomo:10,au:5` as a map; a domain group that is not named has no limit of its own. */
export function parseDomainRates(text: string): ReadonlyMap<string, number> {
  const rates = new Map<string, number>();
  for (const part of text.split(',')) {
    const [group = '', rate] = part.split(':');
    const perSecond = Number(rate);
    if (group.trim() !== '' && perSecond > 0) rates.set(group.trim(), perSecond);
  }
  return rates;
}
