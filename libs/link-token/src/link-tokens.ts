import { readRowId, readUuid, writeRowId, writeUuid } from './ids.js';
import type { KeyRing } from './key-ring.js';
import { SignedToken } from './signed-token.js';

/** One recipient of one delivery: ids only, since a token must not tell who somebody is. */
export interface DeliveryRecipient {
  /** decimal string of a positive bigint */
  readonly deliveryId: string;
  /** lower-case uuid */
  readonly recipientId: string;
}

/** One customer as reached by one delivery; still resolvable after retention removed the recipient's row. */
export interface DeliveryCustomer {
  /** decimal strings of positive bigints */
  readonly deliveryId: string;
  readonly customerId: string;
}

/**
 * Makes and reads the signed tokens in public links. A token of one purpose is void for every other one. Making throws
 * on an id that is none; reading answers null for whatever we did not make and never throws.
 */
export class LinkTokens {
  private readonly opens: SignedToken;
  private readonly clicks: SignedToken;
  private readonly unsubscribes: SignedToken;

  constructor(ring: KeyRing) {
    this.opens = new SignedToken(ring, 'open', 24);
    this.clicks = new SignedToken(ring, 'click', 24);
    this.unsubscribes = new SignedToken(ring, 'unsub', 16);
  }

  open(v: DeliveryRecipient): string {
    return makeForRecipient(this.opens, v);
  }

  readOpen(token: string): DeliveryRecipient | null {
    return readForRecipient(this.opens, token);
  }

  /**
   * One token serves all links of a mail: `/c/<token>/<linkNo>`. The number is not signed, and need not be: it can only
   * choose among the links frozen with that delivery, which the recipient has in the mail anyway.
   */
  click(v: DeliveryRecipient): string {
    return makeForRecipient(this.clicks, v);
  }

  readClick(token: string): DeliveryRecipient | null {
    return readForRecipient(this.clicks, token);
  }

  unsubscribe(v: DeliveryCustomer): string {
    return this.unsubscribes.make((into, at) => {
      writeRowId(v.deliveryId, into, at);
      writeRowId(v.customerId, into, at + 8);
    });
  }

  readUnsubscribe(token: string): DeliveryCustomer | null {
    const opened = this.unsubscribes.read(token);
    return (
      opened && { deliveryId: readRowId(opened.bytes, opened.at), customerId: readRowId(opened.bytes, opened.at + 8) }
    );
  }
}

function makeForRecipient(kind: SignedToken, v: DeliveryRecipient): string {
  return kind.make((into, at) => {
    writeRowId(v.deliveryId, into, at);
    writeUuid(v.recipientId, into, at + 8);
  });
}

function readForRecipient(kind: SignedToken, token: string): DeliveryRecipient | null {
  const opened = kind.read(token);
  return (
    opened && { deliveryId: readRowId(opened.bytes, opened.at), recipientId: readUuid(opened.bytes, opened.at + 8) }
  );
}
