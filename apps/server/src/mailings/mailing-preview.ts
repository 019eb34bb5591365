import { Injectable } from '@nestjs/common';
import type { PreviewRequest, PreviewResponse } from './mailings.dto.js';

@Injectable()
export class MailingPreview {
  preview(_id: string, _body: PreviewRequest): Promise<PreviewResponse> {
    throw new Error('not yet');
  }
}
