import { summaryOf, type CopySummary } from './copy-oracle.js';
import type { World } from './world.js';

export interface Stats {
  /** Accepted SendEmail calls, whatever the client was answered. */
  accepted: number;
  /** Copies by recipient address, in lower case. */
  recipients: CopySummary;
  tags: Record<string, { size: number; maxCopies: number; duplicateCount: number }>;
  /** Answers with an error, by operation and error name; faults are counted with their rules. */
  errors: Record<string, number>;
  events: { published: number; dropped: number; duplicated: number; waiting: number };
  sns: { delivered: number; retried: number; failed: number; waiting: number };
  queues: Record<string, { ready: number; hidden: number; dropped: number }>;
  kept: number;
  sentLast24Hours: number;
}

/** Totals of everything since the last reset. */
export function readStats(world: World): Stats {
  const { oracle, events, sns, sqs, mailbox, account } = world;
  return {
    accepted: oracle.accepted,
    recipients: summaryOf(oracle.recipients),
    tags: oracle.tagTotals(),
    errors: Object.fromEntries(world.errors),
    events: { ...events.counts, waiting: events.waitingCount },
    sns: { ...sns.sender.counts, waiting: sns.sender.waitingCount },
    queues: Object.fromEntries(
      sqs.all().map((queue) => [queue.name, { ...queue.counts, dropped: queue.droppedCount }]),
    ),
    kept: mailbox.size,
    sentLast24Hours: account.sentLast24Hours(),
  };
}

const KEYS_A_PIECE = 5_000;

/** The totals with `copies`, the count of every address or of every value of one tag, in pieces. */
export function* statsWithCopies(world: World, tag: string | undefined): Generator<string> {
  const counts = tag === undefined ? world.oracle.recipients : world.oracle.byTag(tag);
  const totals =
    tag === undefined ? readStats(world) : { ...readStats(world), tag: { name: tag, ...summaryOf(counts) } };
  yield `${JSON.stringify(totals).slice(0, -1)},"copies":{`;
  let piece = '';
  let inPiece = 0;
  let separator = '';
  for (const [key, copies] of counts.all()) {
    piece += `${separator}${JSON.stringify(key)}:${copies}`;
    separator = ',';
    if (++inPiece < KEYS_A_PIECE) continue;
    yield piece;
    piece = '';
    inPiece = 0;
  }
  yield `${piece}}}`;
}
