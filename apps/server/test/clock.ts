import { Clock } from '../src/platform/clock.js';

/** A clock that stands still until the test moves it. Starts at 2026-12-01 10:00 in Tokyo. */
export class TestClock extends Clock {
  private time: number;

  constructor(start: Date | string = '2026-12-01T01:00:00Z') {
    super();
    this.time = new Date(start).getTime();
  }

  override now(): Date {
    return new Date(this.time);
  }

  set(instant: Date | string): void {
    this.time = new Date(instant).getTime();
  }

  /** Moves on by milliseconds. */
  advance(ms: number): void {
    this.time += ms;
  }
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
