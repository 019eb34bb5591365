import { Injectable } from '@nestjs/common';
import type { Page } from '../platform/http/pagination.js';
import type {
  HistoryDetail,
  HistoryItem,
  HistoryQuery,
  HistoryRecipient,
  HistoryRecipientsQuery,
} from './history.dto.js';

@Injectable()
export class HistoryService {
  list(_query: HistoryQuery): Promise<Page<HistoryItem>> {
    throw new Error('not yet');
  }
  get(_deliveryId: string): Promise<HistoryDetail> {
    throw new Error('not yet');
  }
  recipients(_deliveryId: string, _query: HistoryRecipientsQuery): Promise<Page<HistoryRecipient>> {
    throw new Error('not yet');
  }
}
