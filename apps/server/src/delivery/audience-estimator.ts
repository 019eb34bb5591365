import { Injectable } from '@nestjs/common';
import { MailingsService } from '../mailings/mailings.service.js';
import { Database } from '../platform/database/database.js';
import { invalidField } from '../platform/http/app-error.js';
import { SendRate } from '../platform/ses/send-rate.js';
import { SesAccount } from '../platform/ses/ses-account.js';
import { AudienceFilters } from './audience-filters.js';
import type { EstimateRequest, EstimateResponse } from './delivery.dto.js';
import { estimateAudience } from './planning.queries.js';

/** Says before a delivery who would be mailed, who not and why, and how long it would take. */
@Injectable()
export class AudienceEstimator {
  constructor(
    private readonly db: Database,
    private readonly mailings: MailingsService,
    private readonly filters: AudienceFilters,
    private readonly rate: SendRate,
    private readonly account: SesAccount,
  ) {}

  /** The counts are of this moment: planning looks again, and sending once more (D-05). */
  async estimate(body: EstimateRequest): Promise<EstimateResponse> {
    const groupId = await this.groupOf(body);
    const { tree } = await this.filters.read(body, this.db.manager);
    const filter = await this.filters.compile(this.db.manager, tree);
    const funnel = await estimateAudience(this.db.manager, groupId, filter);
    const account = await this.account.state();
    const maxSendRate = await this.rate.maxPerSecond();
    return {
      funnel,
      maxSendRate,
      estimatedSeconds: maxSendRate === null ? null : Math.ceil(funnel.recipients / maxSendRate),
      dailyQuotaLeft:
        account === null || account.max24HourSend < 0
          ? null
          : Math.max(0, Math.floor(account.max24HourSend - account.sentLast24Hours)),
    };
  }

  private async groupOf({ groupId, mailingId }: EstimateRequest): Promise<string> {
    if (groupId) return groupId;
    const fromMailing = mailingId ? (await this.mailings.find(mailingId)).groupId : null;
    if (fromMailing === null) throw invalidField('groupId', 'group-missing', 'choose a group');
    return fromMailing;
  }
}
