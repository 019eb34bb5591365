import { CopyCounts } from './copy-counts.js';
import type { Mail } from './mail.js';

export interface CopySummary {
  /** Distinct addresses, or values of the tag. */
  size: number;
  maxCopies: number;
  duplicateCount: number;
  /** Up to 1,000 of those with more than one copy. */
  duplicates: Record<string, number>;
}

const SHOWN_DUPLICATES = 1_000;

/** Counts every accepted mail by recipient address (in lower case) and by the values of each tag. */
export class CopyOracle {
  accepted = 0;
  recipients = new CopyCounts();
  private tags = new Map<string, CopyCounts>();

  count(mail: Mail): void {
    this.accepted++;
    for (const recipient of mail.recipients) this.recipients.add(recipient.toLowerCase());
    for (const name of Object.keys(mail.tags)) this.byTag(name).add(mail.tags[name] ?? '');
  }

  byTag(name: string): CopyCounts {
    let counts = this.tags.get(name);
    if (!counts) this.tags.set(name, (counts = new CopyCounts()));
    return counts;
  }

  /** Totals of every tag; which values repeat is asked for one tag at a time, since repeating is normal for most. */
  tagTotals(): Record<string, { size: number; maxCopies: number; duplicateCount: number }> {
    const totals = [...this.tags].map(([name, { size, maxCopies, duplicateCount }]) => [
      name,
      { size, maxCopies, duplicateCount },
    ]);
    return Object.fromEntries(totals);
  }

  clear(): void {
    this.accepted = 0;
    this.recipients = new CopyCounts();
    this.tags = new Map();
  }
}

export const summaryOf = (counts: CopyCounts): CopySummary => ({
  size: counts.size,
  maxCopies: counts.maxCopies,
  duplicateCount: counts.duplicateCount,
  duplicates: counts.duplicates(SHOWN_DUPLICATES),
});
