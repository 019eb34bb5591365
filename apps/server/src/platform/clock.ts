import { Injectable } from '@nestjs/common';

/** The only source of "now" in the server; tests inject one they move by hand. */
export abstract class Clock {
  abstract now(): Date;
}

/** The machine's clock. */
@Injectable()
export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}
