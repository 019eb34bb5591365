import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { markDirty } from './recipient-outcomes.queries.js';
import type { SendAnswer } from './send-answer.types.js';
import { recordAnswers, type BegunAttempt, type RecordedAnswer } from './sending.queries.js';

/** Answers of one statement, and how long the first of them waits for company: nobody waits for the recording. */
const MOST_AT_ONCE = 256;
const GATHER_MS = 10;
/** With its pauses about a minute: a database that restarts loses no answer. */
const TRIES = 30;

interface Waiting {
  readonly answer: RecordedAnswer;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Writes the answers of all lanes of this process down, many in one statement. */
@Injectable()
export class AnswerRecorder {
  private waiting: Waiting[] = [];
  private writing = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly logger: PinoLogger,
  ) {}

  /** Resolves when the answer is committed. */
  record(attempt: BegunAttempt, answer: SendAnswer): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ answer: toRecorded(attempt, answer), done, failed });
      if (this.waiting.length >= MOST_AT_ONCE) this.flush();
      else this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
    });
  }

  private flush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.waiting.length === 0 || this.writing) return;
    const batch = this.waiting.splice(0, MOST_AT_ONCE);
    this.writing = true;
    void this.write(batch).finally(() => {
      this.writing = false;
      this.flush();
    });
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    // Recipients are locked in id order everywhere; lower-case hex sorts like PostgreSQL's uuid.
    const answers = batch.map(({ answer }) => answer).sort((a, b) => (a.recipientId < b.recipientId ? -1 : 1));
    try {
      await this.writeWithRetries(answers);
      for (const { done } of batch) done();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }

  private async writeWithRetries(answers: readonly RecordedAnswer[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const late = await recordAnswers(this.db, answers, this.clock.now());
        if (late.length > 0) await this.db.tx((tx) => markDirty(tx, late));
        return;
      } catch (error) {
        if (attempt === TRIES || !mayPass(error)) throw error;
        this.logger.warn({ err: error, count: answers.length }, 'answers of SES not recorded yet');
        await sleep(Math.min(2_000, 50 * 2 ** attempt) * (0.5 + Math.random() / 2));
      }
    }
  }
}

/** Lost connections, deadlocks, a server that starts or stops: SQLSTATE classes 08, 40, 53, 57, or no SQLSTATE at all. */
function mayPass(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return !/^[0-9A-Z]{5}$/.test(code) || /^(?:08|40|53|57)/.test(code);
}

function toRecorded({ recipientId, attemptNo }: BegunAttempt, answer: SendAnswer): RecordedAnswer {
  const common = { recipientId, attemptNo, outcome: answer.kind, errorKind: null };
  if (answer.kind === 'accepted')
    return { ...common, sesMessageId: answer.sesMessageId, httpStatus: null, detail: null };
  return {
    ...common,
    sesMessageId: null,
    httpStatus: answer.httpStatus ?? null,
    detail: `${answer.reason}: ${answer.detail}`.slice(0, 500),
    errorKind: answer.kind === 'rejected' ? answer.reason : null,
  };
}
