import { Injectable } from '@nestjs/common';
import type { MergeTagResponse } from './mailings.dto.js';

@Injectable()
export class MergeTags {
  list(): Promise<MergeTagResponse[]> {
    throw new Error('not yet');
  }
}
