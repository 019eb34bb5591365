import { encodeCsv } from '@kubari/csv';
import type { LostCharacter } from './customer-export.types.js';

/** Characters listed by name; the count is of all. */
const MOST_LISTED = 20;

const UNKNOWN = 0;
const KEPT = 1;
const LOST = 2;

/** Counts what a file in CP932 cannot hold: characters that are read again as something else (C-40, J-11). */
export class Cp932Losses {
  private readonly counts = new Map<string, number>();
  /** what became of each code unit; pairs of surrogates are never in CP932 */
  private readonly fates = new Uint8Array(0x10000);

  /** Looks at a text on its way to the file. Any cut between characters is fine. */
  note(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0x80) continue;
      const fate = this.fates[unit];
      if (fate === KEPT) continue;
      const character = String.fromCodePoint(text.codePointAt(i) ?? unit);
      if (fate === UNKNOWN) this.fates[unit] = inCp932(character) === character ? KEPT : LOST;
      if (this.fates[unit] === LOST) this.counts.set(character, (this.counts.get(character) ?? 0) + 1);
      i += character.length - 1;
    }
  }

  get total(): number {
    let sum = 0;
    for (const count of this.counts.values()) sum += count;
    return sum;
  }

  /** The most frequent ones, and what stands in the file instead. */
  examples(): LostCharacter[] {
    return [...this.counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, MOST_LISTED)
      .map(([character, count]) => ({ character, becomes: inCp932(character), count }));
  }
}

/** The character as it is read again from the file. */
function inCp932(character: string): string {
  return new TextDecoder('shift_jis').decode(encodeCsv(character, 'cp932').bytes);
}
