import type { RecipientHit } from '../delivery/delivery.service.js';
import type { Hit } from './hit.types.js';
import { isPerson } from './visitor-class.js';

/** What counts as an open: the first by a person, or through an image proxy on a person's behalf. */
export function onOpen(hits: readonly Hit[]): RecipientHit[] {
  return hits.filter((hit) => hit.kind === 'opened' && isPerson(hit.visitor));
}

/** Apple's privacy proxy loads every image whether or not anybody looks: counted apart from people. */
export function onMppOpen(hits: readonly Hit[]): RecipientHit[] {
  return hits.filter((hit) => hit.kind === 'opened' && hit.visitor === 'mpp');
}
