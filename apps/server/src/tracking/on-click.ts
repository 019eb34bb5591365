import type { RecipientHit } from '../delivery/delivery.service.js';
import type { Hit } from './hit.types.js';
import { isPerson } from './visitor-class.js';

/** What counts as a click: the first by a person, whichever link it is on. Scanners that follow links count nowhere. */
export function onClick(hits: readonly Hit[]): RecipientHit[] {
  return hits.filter((hit) => hit.kind === 'clicked' && isPerson(hit.visitor));
}
