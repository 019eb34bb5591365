import { Injectable } from '@nestjs/common';
import type { Page } from '../platform/http/pagination.js';
import type {
  CreateMailingRequest,
  MailingListItem,
  MailingListQuery,
  MailingResponse,
  UpdateMailingRequest,
} from './mailings.dto.js';

@Injectable()
export class MailingsService {
  list(_query: MailingListQuery): Promise<Page<MailingListItem>> {
    throw new Error('not yet');
  }
  create(_body: CreateMailingRequest, _userId: string): Promise<MailingResponse> {
    throw new Error('not yet');
  }
  get(_id: string): Promise<MailingResponse> {
    throw new Error('not yet');
  }
  update(_id: string, _body: UpdateMailingRequest): Promise<MailingResponse> {
    throw new Error('not yet');
  }
  remove(_id: string): Promise<void> {
    throw new Error('not yet');
  }
  copy(_id: string, _userId: string): Promise<MailingResponse> {
    throw new Error('not yet');
  }
}
