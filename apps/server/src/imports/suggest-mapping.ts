import { parseAddress } from '../customers/address.js';
import type { ColumnTarget } from './import.types.js';

/** What the first rows of a file say about it. */
export interface Suggestion {
  readonly hasHeader: boolean;
  readonly mapping: ColumnTarget[];
}

/** Headings that mean the address, as people and other systems write them. */
const ADDRESS_HEADING =
  /^(e-?mail|mail|mailaddress|メール|メアド|メールアドレス|eメール|e-mailアドレス|emailaddress|email_address|pcメールアドレス)$/;

/** Guesses the header row and what each column is, by heading and by content (C-41); the user corrects it. */
export function suggestMapping(
  rows: readonly (readonly string[])[],
  fields: readonly { id: string; label: string; mergeKey: string }[],
): Suggestion {
  const first = rows[0] ?? [];
  const hasHeader = first.length > 0 && !first.some(isAddress);
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const body = hasHeader ? rows.slice(1) : rows;
  const mapping = Array.from({ length: columns }, (_, column): ColumnTarget => {
    const heading = hasHeader ? plain(first[column] ?? '') : '';
    const field =
      heading === '' ? undefined : fields.find((f) => plain(f.label) === heading || plain(f.mergeKey) === heading);
    return field ? `field:${field.id}` : 'ignore';
  });
  const byHeading = hasHeader ? first.findIndex((heading) => ADDRESS_HEADING.test(plain(heading))) : -1;
  const email = byHeading >= 0 ? byHeading : columnOfAddresses(body, columns);
  if (email >= 0) mapping[email] = 'email';
  return { hasHeader, mapping: withoutRepeats(mapping) };
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s　]/g, '');

const isAddress = (cell: string): boolean => parseAddress(cell).ok;

/** The column in which most cells are addresses; -1 when none has any. */
function columnOfAddresses(rows: readonly (readonly string[])[], columns: number): number {
  let best = -1;
  let most = 0;
  for (let column = 0; column < columns; column++) {
    const count = rows.filter((row) => isAddress(row[column] ?? '')).length;
    if (count > most) [best, most] = [column, count];
  }
  return best;
}

/** Two columns of the same heading: the first one is taken. */
function withoutRepeats(mapping: readonly ColumnTarget[]): ColumnTarget[] {
  return mapping.map((target, i) => (target !== 'ignore' && mapping.indexOf(target) < i ? 'ignore' : target));
}
