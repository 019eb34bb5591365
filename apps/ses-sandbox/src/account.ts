import { AwsError, tooManyRequests } from './aws-error.js';
import type { DailyQuotaErrorName, Settings } from './options.js';

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;

/** The sending account: its quotas as SES counts them, per recipient (Q1 to Q3), and whether it may send at all. */
export class Account {
  maxSendRate = 0;
  max24HourSend = 0;
  dailyQuotaError: DailyQuotaErrorName = 'LimitExceededException';
  productionAccess = true;
  sendingEnabled = true;
  enforcementStatus = 'HEALTHY';
  suppressedReasons: string[] = [];

  private tokens = 0;
  private filledAt = 0;
  private readonly perMinute = new Map<number, number>();
  private sentLastDay = 0;

  constructor(
    private readonly settings: Settings,
    /** The rate in force, given the account's own: a fault may set another. */
    private readonly rateInForce: (accountRate: number) => number,
  ) {
    this.reset();
  }

  /** As at the start: quotas from the settings, nothing used. */
  reset(): void {
    const { maxSendRate, max24HourSend, dailyQuotaError, productionAccess, now } = this.settings;
    Object.assign(this, { maxSendRate, max24HourSend, dailyQuotaError, productionAccess });
    this.sendingEnabled = true;
    this.enforcementStatus = 'HEALTHY';
    this.suppressedReasons = ['BOUNCE', 'COMPLAINT'];
    this.perMinute.clear();
    this.sentLastDay = 0;
    this.tokens = this.capacity();
    this.filledAt = now();
  }

  /**
   * Spends `rated` recipients of the rate and `counted` of the day, or throws the quota's error and spends nothing.
   * Mail to the simulator is rated but not counted (Q3).
   */
  spend(rated: number, counted: number): void {
    const now = this.settings.now();
    this.refill(now);
    // A call with more recipients than the bucket holds passes when it is full, and leaves a debt.
    if (this.tokens < Math.min(rated, this.capacity())) throw tooManyRequests();
    this.forgetOldMinutes(now);
    if (this.max24HourSend >= 0 && this.sentLastDay + counted > this.max24HourSend) throw this.dailyQuotaReached();
    this.tokens -= rated;
    if (counted === 0) return;
    const minute = Math.floor(now / MINUTE_MS);
    this.perMinute.set(minute, (this.perMinute.get(minute) ?? 0) + counted);
    this.sentLastDay += counted;
  }

  /** Recipients of the last 24 hours, to the minute. */
  sentLast24Hours(): number {
    this.forgetOldMinutes(this.settings.now());
    return this.sentLastDay;
  }

  /** Recipients per second that `GetAccount` shows and `spend` allows now. */
  get sendRate(): number {
    return this.rateInForce(this.maxSendRate);
  }

  private dailyQuotaReached(): AwsError {
    const status = this.dailyQuotaError === 'TooManyRequestsException' ? 429 : 400;
    return new AwsError(status, this.dailyQuotaError, 'Daily message quota exceeded.');
  }

  private capacity(): number {
    return Math.max(1, this.sendRate * this.settings.burstSeconds);
  }

  private refill(now: number): void {
    const elapsed = Math.max(0, now - this.filledAt);
    this.tokens = Math.min(this.capacity(), this.tokens + (elapsed / 1000) * this.sendRate);
    this.filledAt = now;
  }

  /** Insertion order is time order, so old minutes stand first. */
  private forgetOldMinutes(now: number): void {
    const oldest = Math.floor(now / MINUTE_MS) - MINUTES_A_DAY;
    for (const [minute, count] of this.perMinute) {
      if (minute > oldest) break;
      this.perMinute.delete(minute);
      this.sentLastDay -= count;
    }
  }
}
