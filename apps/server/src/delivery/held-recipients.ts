import { Injectable } from '@nestjs/common';
import type { Page, PageQuery } from '../platform/http/pagination.js';
import type { HeldDecision, HeldRecipient } from './delivery.dto.js';

@Injectable()
export class HeldRecipients {
  list(_deliveryId: string, _query: PageQuery): Promise<Page<HeldRecipient>> {
    throw new Error('not yet');
  }
  decide(_deliveryId: string, _recipientId: string, _decision: HeldDecision): Promise<number> {
    throw new Error('not yet');
  }
  decideAll(_deliveryId: string, _decision: HeldDecision): Promise<number> {
    throw new Error('not yet');
  }
}
