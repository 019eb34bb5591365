import type { FirstHit } from '../delivery/delivery.service.js';
import type { VisitorClass } from './tracking.types.js';
import { isPerson } from './visitor-class.js';

/**
 * What counts as a unique open: the first by a person, or through an image proxy on a person's behalf. Apple's privacy
 * proxy loads every image whether or not anybody looks, so its opens are counted apart; those of bots count nowhere.
 */
export function onOpen(visitor: VisitorClass): FirstHit | null {
  if (isPerson(visitor)) return 'opened';
  return visitor === 'mpp' ? 'mppOpened' : null;
}
