import type { EventType } from './outcomes.js';
import { seededRandom } from './random.js';

/** What happens to the answer of an API call. `accepted` says whether SES took the mail all the same. */
export type CallFault =
  | { type: 'accept_then_reset' | 'reset_before_accept' | 'truncate_200' }
  | { type: 'hang'; ms: number; accepted?: boolean }
  | { type: 'html_502'; accepted?: boolean }
  | { type: 'throttle'; forMs: number }
  | { type: 'http'; status: number; errorType: string; message: string }
  | { type: 'slow'; ms: number };

/** A sending rate that holds in place of the account's. */
interface RateFault {
  type: 'rate';
  maxSendRate: number;
  forMs?: number;
}

/** What happens to an event on its way to the topic. */
export type EventFault =
  | { type: 'drop' | 'no_headers' | 'no_tags' }
  | { type: 'duplicate'; n?: number; sameSnsId?: boolean }
  | { type: 'delay'; ms: number };

export type FaultAction = CallFault | RateFault | EventFault;

export interface FaultMatch {
  /** Glob over the recipient: `*@docomo.ne.jp`. */
  to?: string;
  /** All of these tags with these values. */
  tags?: Record<string, string>;
  /** Which of the matching calls or events, counted from 1. */
  nth?: number[];
  probability?: number;
  eventType?: EventType;
}

export interface FaultRule {
  /** Operation of the API the fault is for; `SendEmail` unless told. Event faults ignore it. */
  op?: string;
  match?: FaultMatch;
  /** Gone after so many hits. */
  times?: number;
  action: FaultAction;
}

export interface FaultSubject {
  recipients: readonly string[];
  tags: Readonly<Record<string, string>>;
  eventType?: EventType;
}

interface ActiveFault extends FaultRule {
  id: number;
  seen: number;
  hits: number;
  endsAt: number | undefined;
  to: RegExp | undefined;
  random: () => number;
}

const EVENT_FAULTS: readonly string[] = ['drop', 'duplicate', 'delay', 'no_headers', 'no_tags'];

/** The faults asked for, in the order they were asked for; with none set, a look-up costs nothing. */
export class Faults {
  private readonly active = new Map<number, ActiveFault>();
  private lastId = 0;

  constructor(
    private readonly seed: number,
    private readonly now: () => number,
  ) {}

  add(rule: FaultRule): number {
    const id = ++this.lastId;
    const { action, match } = rule;
    const endsAt = action.type === 'rate' && action.forMs !== undefined ? this.now() + action.forMs : undefined;
    const to = match?.to === undefined ? undefined : globPattern(match.to);
    this.active.set(id, { ...rule, id, seen: 0, hits: 0, endsAt, to, random: seededRandom(this.seed * 7919 + id) });
    return id;
  }

  list(): (FaultRule & { id: number; hits: number })[] {
    return [...this.active.values()].map(({ id, op, match, times, action, hits }) => ({
      id,
      op,
      match,
      times,
      action,
      hits,
    }));
  }

  remove(id: number): boolean {
    return this.active.delete(id);
  }

  clear(): void {
    this.active.clear();
  }

  /** The first fault that hits this call, counted as a hit. */
  forCall(op: string, subject: FaultSubject): CallFault | undefined {
    if (this.active.size === 0) return undefined;
    for (const fault of this.active.values()) {
      if ((fault.op ?? 'SendEmail') !== op || !isCallFault(fault.action) || !this.hits(fault, subject)) continue;
      // A throttled spell begins with its first hit.
      if (fault.action.type === 'throttle') fault.endsAt ??= this.now() + fault.action.forMs;
      return fault.action;
    }
    return undefined;
  }

  /** Every fault that hits this event. */
  forEvent(subject: FaultSubject): EventFault[] {
    if (this.active.size === 0) return [];
    const found: EventFault[] = [];
    for (const fault of this.active.values()) {
      if (isEventFault(fault.action) && this.hits(fault, subject)) found.push(fault.action);
    }
    return found;
  }

  /** The sending rate in force: the latest `rate` fault's, else the account's. */
  sendRate(accountRate: number): number {
    let rate = accountRate;
    if (this.active.size === 0) return rate;
    for (const fault of this.active.values()) {
      if (fault.action.type === 'rate' && !this.isOver(fault)) rate = fault.action.maxSendRate;
    }
    return rate;
  }

  private hits(fault: ActiveFault, subject: FaultSubject): boolean {
    if (this.isOver(fault) || !matches(fault, subject)) return false;
    fault.seen++;
    const { nth, probability } = fault.match ?? {};
    if (nth && !nth.includes(fault.seen)) return false;
    if (probability !== undefined && fault.random() >= probability) return false;
    fault.hits++;
    if (fault.times !== undefined && fault.hits >= fault.times) this.active.delete(fault.id);
    return true;
  }

  private isOver(fault: ActiveFault): boolean {
    if (fault.endsAt === undefined || this.now() < fault.endsAt) return false;
    this.active.delete(fault.id);
    return true;
  }
}

function isEventFault(action: FaultAction): action is EventFault {
  return EVENT_FAULTS.includes(action.type);
}

function isCallFault(action: FaultAction): action is CallFault {
  return action.type !== 'rate' && !isEventFault(action);
}

function matches(fault: ActiveFault, subject: FaultSubject): boolean {
  const { tags, eventType } = fault.match ?? {};
  const { to } = fault;
  if (to && !subject.recipients.some((recipient) => to.test(recipient))) return false;
  if (eventType && eventType !== subject.eventType) return false;
  return Object.entries(tags ?? {}).every(([name, value]) => subject.tags[name] === value);
}

function globPattern(glob: string): RegExp {
  const literal = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
}
