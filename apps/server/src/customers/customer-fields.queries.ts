import type { EntityManager } from 'typeorm';
import { rowsOf } from '../platform/database/database.js';
import type { CustomerField } from './customer-field.entity.js';

/** How many customers have one of the choices. Reads all customers: about a second for a million. */
export async function countChoiceUses(
  em: EntityManager,
  field: Pick<CustomerField, 'id' | 'type'>,
  choiceIds: readonly string[],
): Promise<number> {
  if (choiceIds.length === 0) return 0;
  const has =
    field.type === 'multiple_choice'
      ? 'field_values->($1::text) ?| $2::text[]'
      : 'field_values->>($1::text) = any ($2::text[])';
  const [row] = await rowsOf<{ count: string }>(em, `select count(*) as count from customer where ${has}`, [
    field.id,
    choiceIds,
  ]);
  return Number(row?.count ?? 0);
}
