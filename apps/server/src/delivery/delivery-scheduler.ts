import { Injectable } from '@nestjs/common';
import type { CreateDeliveryRequest } from './delivery.dto.js';

@Injectable()
export class DeliveryScheduler {
  schedule(_body: CreateDeliveryRequest, _userId: string): Promise<string> {
    throw new Error('not yet');
  }
  pause(_id: string): Promise<void> {
    throw new Error('not yet');
  }
  resume(_id: string): Promise<void> {
    throw new Error('not yet');
  }
  cancel(_id: string): Promise<void> {
    throw new Error('not yet');
  }
  reschedule(_id: string, _startsAt: string | null): Promise<void> {
    throw new Error('not yet');
  }
}
