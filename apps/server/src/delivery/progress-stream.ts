import { Injectable } from '@nestjs/common';
import type { Response } from 'express';

@Injectable()
export class ProgressStream {
  follow(_response: Response): void {
    throw new Error('not yet');
  }
}
