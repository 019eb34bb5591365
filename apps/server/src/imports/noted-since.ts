import type { Image, RowChange } from './apply-rows.types.js';
import { sameImage } from './rows-before.js';

/**
 * Rows of the ledger that hold somebody back in a group, for the account or for the group itself, and are not as the
 * import left them: the person has said no since, or somebody has stopped them. `now` is by place, as OptOutImages reads.
 */
export function notedSince(left: readonly RowChange[], now: ReadonlyMap<string, Image>, groupId: string): Image[] {
  const known = new Map(left.flatMap(({ after }) => (after ? [[placeOf(after), after]] : [])));
  return ['account 0', `group ${groupId}`].flatMap((place) => {
    const row = now.get(place);
    return row && !sameImage(row, known.get(place) ?? null) ? [row] : [];
  });
}

const placeOf = (row: Image): string => `${String(row['scope'])} ${String(row['scope_id'])}`;
