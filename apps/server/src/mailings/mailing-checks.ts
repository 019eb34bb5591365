import { Injectable } from '@nestjs/common';
import type { MailingCheckResponse } from './mailings.dto.js';

@Injectable()
export class MailingChecks {
  check(_id: string): Promise<MailingCheckResponse[]> {
    throw new Error('not yet');
  }
}
