import type { FirstHit } from '../delivery/delivery.service.js';
import type { VisitorClass } from './tracking.types.js';
import { isPerson } from './visitor-class.js';

/** What counts as a unique click: the first by a person, whichever link it is on. Scanners that follow links count nowhere. */
export function onClick(visitor: VisitorClass): FirstHit | null {
  return isPerson(visitor) ? 'clicked' : null;
}
