import { Injectable } from '@nestjs/common';
import type { EstimateRequest, EstimateResponse } from './delivery.dto.js';

@Injectable()
export class AudienceEstimator {
  estimate(_body: EstimateRequest): Promise<EstimateResponse> {
    throw new Error('not yet');
  }
}
