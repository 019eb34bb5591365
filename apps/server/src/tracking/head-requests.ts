import type { Hit } from './hit.types.js';

/** A scanner follows its HEAD with a GET sooner than this. */
const WITHIN_MS = 60_000;
/** So many are remembered; a flood pushes the oldest out. */
const MOST = 10_000;

/**
 * Who asked for a link with HEAD before they got it: no browser does so for somebody who clicks, scanners of mail do
 * (M-25). In the memory of one process and for a minute: whoever is forgotten counts as without this rule.
 */
export class HeadRequests {
  private readonly seen = new Map<string, number>();

  note(hit: Hit): void {
    const visitor = visitorOf(hit);
    this.seen.delete(visitor);
    this.seen.set(visitor, hit.at.getTime());
    if (this.seen.size <= MOST) return;
    const oldest = this.seen.keys().next();
    if (!oldest.done) this.seen.delete(oldest.value);
  }

  /** The hit as it counts: one that follows a HEAD of the same program from the same network is a bot's. */
  judge(hit: Hit): Hit {
    const seenAt = this.seen.get(visitorOf(hit));
    return seenAt !== undefined && hit.at.getTime() - seenAt <= WITHIN_MS ? { ...hit, visitor: 'bot' } : hit;
  }
}

const visitorOf = ({ recipientId, ip, userAgent }: Hit): string => `${recipientId} ${ip} ${userAgent}`;
