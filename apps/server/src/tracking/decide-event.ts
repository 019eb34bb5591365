import type { EventDecision } from './event-decision.types.js';
import { onBounce } from './on-bounce.js';
import { onComplaint } from './on-complaint.js';
import { onDelayed } from './on-delayed.js';
import { onDelivered, onSend } from './on-delivered.js';
import { onReject } from './on-reject.js';
import type { SesEvent } from './ses-event.types.js';

/** What an event does, by its kind; each kind has a file of its own. */
export function decideEvent({ mail, happening }: SesEvent): EventDecision {
  switch (happening.type) {
    case 'send':
      return onSend();
    case 'delivery':
      return onDelivered(happening);
    case 'delay':
      return onDelayed(happening);
    case 'bounce':
      return onBounce(happening, mail.destination);
    case 'complaint':
      return onComplaint(happening);
    case 'reject':
      return onReject(happening);
  }
}
