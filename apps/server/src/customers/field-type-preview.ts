import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { compileConversion } from './compile-conversion.js';
import { countValues, windowEnd } from './field-conversion.queries.js';
import type { CheckedValue, FieldShape, FieldValueProblem } from './field-check.types.js';
import { compileFieldText } from './field-values.js';

/** Customers of one statement: some 20 ms. */
const WINDOW = 20_000;
/** Somebody waits in front of the screen: what has not been read by then is said to be unread. */
const TIME_LIMIT_MS = 10_000;
const MOST_EXAMPLES = 20;
const MOST_COMMON_VALUES = 100;
/** Different values that are counted; a field with more is no list of choices. */
const MOST_DISTINCT_VALUES = 2_000;

/** A value that does not fit, as people read it, and why. */
export interface FailingValue {
  readonly text: string;
  readonly count: number;
  readonly code: FieldValueProblem;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What a change of type or restriction would do to the values there are. */
export interface TypePreview {
  /** customers with a value that were looked at */
  readonly customerCount: number;
  readonly convertibleCount: number;
  readonly failingCount: number;
  /** false: time ran out before the last customer */
  readonly isComplete: boolean;
  readonly examples: readonly FailingValue[];
  /** the most frequent values, as people read them: what choices could be made of */
  readonly commonValues: readonly { readonly text: string; readonly count: number }[];
}

/** Tries every value of a field on another type, without changing anything. */
@Injectable()
export class FieldTypePreview {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Reads window by window, so that no statement is long; values are counted in the database, and each is tried once. */
  async preview(field: FieldShape & { readonly id: string }, to: FieldShape): Promise<TypePreview> {
    const until = this.clock.now().getTime() + TIME_LIMIT_MS;
    const [newest] = await this.db.rows<{ id: string }>('select coalesce(max(id), 0) as id from customer');
    const last = newest?.id ?? '0';
    const tally = new Tally(compileFieldText(field), compileConversion(field, to));
    let cursor = '0';
    while (cursor !== last && this.clock.now().getTime() < until) {
      const end = await windowEnd(this.db.manager, cursor, last, WINDOW);
      for (const { value, count } of await countValues(this.db.manager, field.id, cursor, end)) tally.add(value, count);
      cursor = end;
    }
    return tally.result(cursor === last);
  }
}

/** Sums up values as they come. */
class Tally {
  private convertible = 0;
  private failing = 0;
  private readonly examples = new Map<string, { count: number; why: CheckedValue & { ok: false } }>();
  private readonly common = new Map<string, number>();

  constructor(
    private readonly textOf: ReturnType<typeof compileFieldText>,
    private readonly convert: ReturnType<typeof compileConversion>,
  ) {}

  add(value: Parameters<ReturnType<typeof compileConversion>>[0], count: number): void {
    const text = this.textOf(value);
    const checked = this.convert(value);
    if (checked.ok) this.convertible += count;
    else {
      this.failing += count;
      const known = this.examples.get(text);
      if (known) known.count += count;
      else if (this.examples.size < MOST_EXAMPLES) this.examples.set(text, { count, why: checked });
    }
    if (this.common.has(text) || this.common.size < MOST_DISTINCT_VALUES)
      this.common.set(text, (this.common.get(text) ?? 0) + count);
  }

  result(isComplete: boolean): TypePreview {
    return {
      customerCount: this.convertible + this.failing,
      convertibleCount: this.convertible,
      failingCount: this.failing,
      isComplete,
      examples: [...this.examples].map(([text, { count, why }]) => ({
        text,
        count,
        code: why.code,
        params: why.params,
      })),
      commonValues: [...this.common]
        .map(([text, count]) => ({ text, count }))
        .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
        .slice(0, MOST_COMMON_VALUES),
    };
  }
}
