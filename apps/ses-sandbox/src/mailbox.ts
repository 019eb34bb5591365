import type { Mail, MailEvent } from './mail.js';

export interface KeptMail {
  /** Counts up from 1 in the order of acceptance. */
  seq: number;
  mail: Mail;
  raw: Buffer;
  events: MailEvent[];
  /** Decoded subject, filled in when it is first asked for. */
  subject?: string;
}

/** The latest mails in full, bounded by number and by bytes. */
export class Mailbox {
  private readonly ring: (KeptMail | undefined)[];
  private readonly byId = new Map<string, KeptMail>();
  private oldest = 1;
  private next = 1;
  private bytes = 0;

  constructor(
    private readonly keep: number,
    private readonly keepBytes: number,
  ) {
    this.ring = Array.from({ length: Math.max(1, keep) });
  }

  add(mail: Mail, raw: Buffer): KeptMail {
    const kept: KeptMail = { seq: this.next++, mail, raw, events: [] };
    while (
      this.next - this.oldest > this.ring.length ||
      (this.bytes + raw.length > this.keepBytes && this.oldest < kept.seq)
    )
      this.dropOldest();
    this.ring[kept.seq % this.ring.length] = kept;
    this.byId.set(mail.messageId, kept);
    this.bytes += raw.length;
    return kept;
  }

  find(messageId: string): KeptMail | undefined {
    return this.byId.get(messageId);
  }

  get size(): number {
    return this.byId.size;
  }

  /** Newest first, from the mail before `before` on. */
  *newestFirst(before = this.next): Generator<KeptMail> {
    for (let seq = Math.min(before, this.next) - 1; seq >= this.oldest; seq--) {
      const kept = this.ring[seq % this.ring.length];
      if (kept) yield kept;
    }
  }

  clear(): void {
    while (this.oldest < this.next) this.dropOldest();
  }

  private dropOldest(): void {
    const slot = this.oldest++ % this.ring.length;
    const dropped = this.ring[slot];
    if (!dropped) return;
    this.ring[slot] = undefined;
    this.byId.delete(dropped.mail.messageId);
    this.bytes -= dropped.raw.length;
  }
}
