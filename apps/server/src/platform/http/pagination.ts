import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { AppError } from './app-error.js';
import { IntField, TextField } from './fields.js';

/** Query of a keyset-paged list: `cursor` is what the previous page returned as nextCursor. */
export class PageQuery {
  @TextField({ optional: true, max: 500 })
  cursor?: string;

  @IntField({ optional: true, min: 1, max: 200, default: 50 })
  limit?: number;
}

/** One page; nextCursor is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** The answer to a count request. */
export class CountResponse {
  @ApiProperty({ type: 'integer' })
  count: number;
}

/** Opaque cursor of the last row's sort values. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The sort values in a cursor; 400 when it was not made by us. `length` is how many there must be. */
export function decodeCursor(cursor: string, length: number): readonly (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(values) &&
      values.length === length &&
      values.every((v) => v === null || typeof v === 'string' || typeof v === 'number')
    )
      return values;
  } catch {
    // falls through to the one refusal below
  }
  throw malformedCursor();
}

/** 400: the cursor was not made by us. */
export const malformedCursor = (): AppError =>
  new AppError(400, 'malformed-cursor', 'The cursor is not one of ours: start again without it.');

/** The id in a cursor of a list sorted by id alone; null for the first page, 400 when it was not made by us. */
export function decodeIdCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [id] = decodeCursor(cursor, 1);
  if (typeof id !== 'string' || !/^[1-9][0-9]{0,17}$/.test(id)) throw malformedCursor();
  return id;
}

/** Cuts a result of limit+1 rows into a page; `cursorOf` names the sort values of the last row shown. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => readonly (string | number | null)[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
}

/** Documents a keyset-paged answer of `item`. */
export function ApiPage(item: Type): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(item),
    ApiOkResponse({
      schema: {
        type: 'object',
        required: ['items', 'nextCursor'],
        properties: {
          items: { type: 'array', items: { $ref: getSchemaPath(item) } },
          nextCursor: { type: 'string', nullable: true },
        },
      },
    }),
  );
}
