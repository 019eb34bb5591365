/** Asia/Tokyo has had no summer time since 1951: one fixed offset is right for every date that is scheduled or shown. */
const OFFSET = '+09:00';
const OFFSET_MS = 9 * 3_600_000;

/** '2026-08-12 03:00:00' as read on a clock in Tokyo → the instant as ISO 8601 with offset, for the API. */
export function tokyoInstant(wallTime: string): string {
  return `${wallTime.replace(' ', 'T')}${OFFSET}`;
}

/** An instant of the API → '2026-08-12 03:00:00' as a clock in Tokyo reads, for DateTimeField. */
export function tokyoWallTime(instant: string): string {
  return new Date(Date.parse(instant) + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}
