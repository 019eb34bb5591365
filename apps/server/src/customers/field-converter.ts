import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { compileConversion } from './compile-conversion.js';
import {
  holdFields,
  lockValues,
  moveCursor,
  readShapes,
  takeConversion,
  windowEnd,
  writeValues,
  type ConversionRow,
} from './field-conversion.queries.js';
import type { FieldValue } from './field.types.js';

/** Customers of one transaction: some 50 ms, so that nobody waits long for their rows. */
const WINDOW = 1_000;
/** Others hold rows of customers for milliseconds, a chunk of an import for a second. */
const BUSY_PAUSE_MS = 100;
const MOST_BUSY_TRIES = 100;

/**
 * Brings the values of a field over to the one that replaced it. Values, counts and cursor are one transaction per
 * window, so it may be killed at any time, run twice and in parallel.
 */
@Injectable()
export class FieldConverter {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Goes on until the last customer is done; returns quietly when there is nothing to do or another process is at it. */
  async convert(conversionId: string): Promise<void> {
    for (let busy = 0; busy < MOST_BUSY_TRIES;) {
      const step = await this.db.tx((tx) => this.convertWindow(tx, conversionId));
      if (step === 'end') return;
      busy = step === 'busy' ? busy + 1 : 0;
      if (busy > 0) await pause(BUSY_PAUSE_MS);
    }
    throw new Error(`Conversion ${conversionId}: customers have been held by others for too long`);
  }

  private async convertWindow(tx: EntityManager, conversionId: string): Promise<'done' | 'busy' | 'end'> {
    await holdFields(tx);
    const conversion = await takeConversion(tx, conversionId);
    if (!conversion) return 'end';
    const { cursor_customer_id: cursor, last_customer_id: last } = conversion;
    const end = await windowEnd(tx, cursor, last, WINDOW);
    const { values, isWhole } = await lockValues(tx, conversion.from_field_id, cursor, end);
    const converted = await this.convertValues(tx, conversion, values);
    await writeValues(tx, conversion.to_field_id, converted);
    if (!isWhole) return 'busy';
    await moveCursor(tx, conversion.id, {
      cursor: end,
      converted: converted.length,
      kept: values.length - converted.length,
      finishedAt: end === last ? this.clock.now() : null,
    });
    return end === last ? 'end' : 'done';
  }

  private async convertValues(
    tx: EntityManager,
    conversion: ConversionRow,
    values: readonly { readonly id: string; readonly value: FieldValue }[],
  ): Promise<{ id: string; value: FieldValue }[]> {
    if (values.length === 0) return [];
    const shapes = await readShapes(tx, [conversion.from_field_id, conversion.to_field_id]);
    const from = shapes.find(({ id }) => id === conversion.from_field_id);
    const to = shapes.find(({ id }) => id === conversion.to_field_id);
    if (!from || !to) return [];
    const convert = compileConversion(from, to);
    return values.flatMap(({ id, value }) => {
      const checked = convert(value);
      return checked.ok && checked.value !== null ? [{ id, value: checked.value }] : [];
    });
  }
}
