import { Injectable } from '@nestjs/common';
import type { TestSendRequest, TestSendResponse } from './mailings.dto.js';

@Injectable()
export class MailingTestSender {
  send(_id: string, _body: TestSendRequest): Promise<TestSendResponse> {
    throw new Error('not yet');
  }
}
