import type { Answer, Mailer, OutgoingMessage } from './mailer.js';

/** A Mailer for tests: keeps what it was given, and accepts it unless told otherwise. */
export class InMemoryMailer implements Mailer {
  /** Every mail offered, in order, whatever the answer was. */
  readonly offered: OutgoingMessage[] = [];
  private readonly next: Answer[] = [];
  private decide: ((message: OutgoingMessage) => Answer | undefined) | undefined;

  /** The coming offers get these answers, in order. */
  answerNext(...answers: readonly Answer[]): void {
    this.next.push(...answers);
  }

  /** Decides by the mail; `undefined` accepts. Answers of `answerNext` go first. */
  answerBy(decide: (message: OutgoingMessage) => Answer | undefined): void {
    this.decide = decide;
  }

  send(message: OutgoingMessage): Promise<Answer> {
    this.offered.push({ ...message, raw: Buffer.from(message.raw) });
    const answer = this.next.shift() ?? this.decide?.(message);
    return Promise.resolve(answer ?? { kind: 'accepted', sesMessageId: `in-memory-${this.offered.length}` });
  }
}
