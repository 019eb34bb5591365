import { Injectable } from '@nestjs/common';
import type { Page } from '../platform/http/pagination.js';
import type { DeliveryListQuery, DeliveryResponse, LatestDelivery } from './delivery.dto.js';

@Injectable()
export class DeliveryViews {
  list(_query: DeliveryListQuery): Promise<Page<DeliveryResponse>> {
    throw new Error('not yet');
  }
  latestOf(_mailingIds: readonly string[]): Promise<LatestDelivery[]> {
    throw new Error('not yet');
  }
  get(_id: string): Promise<DeliveryResponse> {
    throw new Error('not yet');
  }
}
