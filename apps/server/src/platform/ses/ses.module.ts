import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { SesMailer, type Mailer } from '@kubari/mailer';
import { SystemClock } from '../clock.js';
import { ENV, type Env } from '../config/env.js';
import { SendRate } from './send-rate.js';
import { SesAccount } from './ses-account.js';
import { sesCredentials, sesEndpoint } from './ses-credentials.js';
import { SesSuppression } from './ses-suppression.js';

/** Injection token of the one `Mailer` of the process. */
export const MAILER = Symbol('MAILER');

/** Signatures carry the true time, also where a test moves the clock of the application. */
const wallClock = new SystemClock();

/** The share of an attempt's deadline that a call may last: it must be over when the attempt is declared in doubt. */
export const CALL_SHARE_OF_DEADLINE = 0.8;

function createSesMailer(env: Env): SesMailer {
  const overallMs = env.SEND_DEADLINE_MS * CALL_SHARE_OF_DEADLINE;
  return new SesMailer({
    endpoint: sesEndpoint(env),
    region: env.SES_REGION,
    credentials: sesCredentials(env, () => wallClock.now()),
    now: () => wallClock.now(),
    maxSockets: env.SEND_CONCURRENCY,
    connectMs: Math.min(3_000, overallMs),
    idleMs: Math.min(20_000, overallMs),
    overallMs,
  });
}

/** Everything about SES that knows no word of ours: the account, the rate, the mailer, the suppression list. */
@Module({
  providers: [SesAccount, SendRate, SesSuppression, { provide: MAILER, inject: [ENV], useFactory: createSesMailer }],
  exports: [SesAccount, SendRate, SesSuppression, MAILER],
})
export class SesModule implements OnApplicationShutdown {
  constructor(@Inject(MAILER) private readonly mailer: Mailer) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.mailer instanceof SesMailer) await this.mailer.close();
  }
}
