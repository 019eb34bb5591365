import { Injectable } from '@nestjs/common';
import { Handles } from '../platform/queue/handles.js';
import { EventRecorder } from './event-recorder.js';

/** Wake-ups of the worker: events were stored. */
@Injectable()
export class TrackingProcessor {
  constructor(private readonly recorder: EventRecorder) {}

  @Handles('tracking.apply')
  async apply(): Promise<void> {
    await this.recorder.applyDue();
  }
}
