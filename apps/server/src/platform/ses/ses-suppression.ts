import { DeleteSuppressedDestinationCommand, NotFoundException, SESv2Client } from '@aws-sdk/client-sesv2';
import { quoteLocalPart } from '@kubari/mailer';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SystemClock } from '../clock.js';
import { ENV, type Env } from '../config/env.js';
import { sesCredentials, sesEndpoint } from './ses-credentials.js';

const CALL_MS = 10_000;
/** Signatures carry the true time, also where a test moves the clock of the application. */
const wallClock = new SystemClock();

/** The suppression list of the SES account: addresses that SES accepts mail for but does not send to. */
@Injectable()
export class SesSuppression implements OnApplicationShutdown {
  private readonly client: SESv2Client;

  constructor(@Inject(ENV) env: Env) {
    // taking off the list twice is the same as once, so the SDK may repeat the call
    this.client = new SESv2Client({
      region: env.SES_REGION,
      endpoint: sesEndpoint(env),
      credentials: sesCredentials(env, () => wallClock.now()),
      maxAttempts: 3,
    });
  }

  /** Takes an address off the list; one that is not on it is fine. Null when done, else the reason. Never throws. */
  async lift(email: string): Promise<string | null> {
    // SES knows old carrier addresses by the form they are sent with (J-02)
    for (const address of new Set([email, quoteLocalPart(email)])) {
      const trouble = await this.remove(address);
      if (trouble !== null) return trouble;
    }
    return null;
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private async remove(address: string): Promise<string | null> {
    try {
      await this.client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: address }), {
        abortSignal: AbortSignal.timeout(CALL_MS),
      });
      return null;
    } catch (error) {
      if (error instanceof NotFoundException) return null;
      return error instanceof Error ? error.name : 'unknown';
    }
  }
}
