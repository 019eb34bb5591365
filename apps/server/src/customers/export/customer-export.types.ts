export const EXPORT_STATES = ['queued', 'running', 'finished', 'failed', 'canceled'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** A character that CP932 does not have, how often it came, and what stands in the file instead. */
export interface LostCharacter {
  readonly character: string;
  readonly becomes: string;
  readonly count: number;
}
