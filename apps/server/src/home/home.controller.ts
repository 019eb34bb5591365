import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../platform/clock.js';
import { ENV, type Env } from '../platform/config/env.js';
import { Database } from '../platform/database/database.js';
import { SesAccount, type SesAccountState } from '../platform/ses/ses-account.js';
import { CurrentUser, SignedIn, type CurrentUserInfo } from '../users/requires.decorator.js';
import { HomeResponse, type HomeSesAccount } from './home.dto.js';
import { countForHome, findCurrentDeliveries, findHighErrorDeliveries, findRecentDeliveries } from './home.queries.js';

/** The page does not wait longer for SES than this. */
const SES_WITHIN_MS = 500;
const HIGH_ERRORS_SHOWN_MS = 7 * 24 * 3_600_000;

/** The first page: what runs, what ran, and what to do first. */
@ApiTags('home')
@Controller('api/home')
export class HomeController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly account: SesAccount,
    @Inject(ENV) private readonly env: Env,
  ) {}

  @Get()
  @SignedIn()
  @ApiOkResponse({ type: HomeResponse })
  async show(@CurrentUser() user: CurrentUserInfo): Promise<HomeResponse> {
    const mayRead = user.permissions.includes('delivery.read');
    const [counts, currentDeliveries, recentDeliveries, highErrorDeliveries, account] = await Promise.all([
      countForHome(this.db),
      mayRead ? findCurrentDeliveries(this.db) : [],
      mayRead ? findRecentDeliveries(this.db) : [],
      mayRead ? findHighErrorDeliveries(this.db, new Date(this.clock.now().getTime() - HIGH_ERRORS_SHOWN_MS)) : [],
      within(SES_WITHIN_MS, this.account.state()),
    ]);
    const { customerCount, groupCount, senderCount, hasLegalSender, hasMailing, hasDelivery } = counts;
    return {
      empty: customerCount === 0,
      customerCount,
      groupCount,
      senderCount,
      firstSteps: {
        hasLegalSender,
        hasSenderAddress: senderCount > 0,
        hasCustomers: customerCount > 0,
        hasGroup: groupCount > 0,
        hasMailing,
        hasDelivery,
      },
      currentDeliveries,
      recentDeliveries,
      highErrorDeliveries,
      sesAccount: this.toSesAccount(account),
    };
  }

  private toSesAccount(state: SesAccountState | null): HomeSesAccount {
    return {
      mode: this.env.SES_MODE,
      inboxUrl: this.env.SES_MODE === 'sandbox' ? this.env.SES_ENDPOINT : null,
      maxSendRate: state?.maxSendRate ?? null,
      max24HourSend: state?.max24HourSend ?? null,
      sentLast24Hours: state?.sentLast24Hours ?? null,
      productionAccess: state?.productionAccess ?? null,
      sendingEnabled: state?.sendingEnabled ?? null,
    };
  }
}

/** The answer, or null when it takes longer. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
