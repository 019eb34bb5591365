import type { FieldType, FieldValue } from '../field.types.js';

// Tokens are 32-bit hashes of what a customer can be found by. The same functions make them for indexing and for
// querying. A collision costs a look at one row more, never a wrong result: every hit is compared with its text.

const TWO_UNITS = 1;
const THREE_ASCII = 2;
const ONE_KANJI = 3;
const WHOLE_VALUE = 4;
const BUCKET = 5;
const MONTH = 6;
const DAY_OF_YEAR = 7;

/** 32,768 ids in a row share a bucket token, so that a search can go through the newest customers first. */
export const BUCKET_SIZE = 32_768;

/** Longer values are not found by "equals" through the index. */
const MAX_WHOLE_VALUE = 100;

/** A text as it is compared: width and case do not matter. SQL's counterpart is fold_text(). */
export function fold(text: string): string {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
  if (/^[\u0000-\u007F]*$/.test(text)) return text.toLowerCase();
  // PostgreSQL maps character by character; JavaScript has two rules that look further.
  return text.normalize('NFKC').replaceAll('Σ', 'σ').replaceAll('İ', 'i').toLowerCase();
}

/**
 * Adds the pieces of a folded text: three characters within ASCII, two wherever another character is involved (two
 * kanji are a whole name), and single kanji.
 */
export function addPieces(folded: string, tokens: Set<number>): void {
  for (let i = 0; i < folded.length; i += 1) {
    const unit = folded.charCodeAt(i);
    const next = folded.charCodeAt(i + 1);
    if (isKanji(unit)) tokens.add(hash1(ONE_KANJI, unit));
    if (Number.isNaN(next)) return;
    if (unit >= 128 || next >= 128) {
      tokens.add(hash2(TWO_UNITS, unit, next));
      continue;
    }
    const third = folded.charCodeAt(i + 2);
    if (third < 128) tokens.add(hash3(THREE_ASCII, unit, next, third));
  }
}

// eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
const LONE_PAIR = /(?<![\u0000-\u007F])([\u0000-\u007F])([\u0000-\u007F])(?![\u0000-\u007F])/g;

/** Adds the pairs of ASCII characters that are in no piece of three: those with nothing of the sort around them. */
export function addLonePairs(folded: string, tokens: Set<number>): void {
  for (const [, a = '', b = ''] of folded.matchAll(LONE_PAIR))
    tokens.add(hash2(TWO_UNITS, a.charCodeAt(0), b.charCodeAt(0)));
}

/**
 * Tokens of which every text that contains the folded term has at least one; null when it is not two ASCII characters.
 * Those have no piece of their own (each address would have thirty more), but stand in one of three or stand alone.
 */
export function pairTokens(folded: string): readonly number[] | null {
  const a = folded.charCodeAt(0);
  const b = folded.charCodeAt(1);
  if (folded.length !== 2 || a >= 128 || b >= 128) return null;
  const tokens = new Set([hash2(TWO_UNITS, a, b)]);
  for (let unit = 0; unit < 128; unit += 1) {
    if (unit >= 65 && unit <= 90) continue; // folded texts have no capitals
    tokens.add(hash3(THREE_ASCII, unit, a, b));
    tokens.add(hash3(THREE_ASCII, a, b, unit));
  }
  return [...tokens];
}

/** Tokens that every text containing the folded term has; null when the term is too short for any. */
export function termTokens(folded: string): readonly number[] | null {
  const tokens = new Set<number>();
  if (folded.length === 1 && isKanji(folded.charCodeAt(0))) return [hash1(ONE_KANJI, folded.charCodeAt(0))];
  addPieces(folded, tokens);
  for (let i = 0; i < folded.length; i += 1) {
    const unit = folded.charCodeAt(i);
    // in a longer term the pieces of two say more
    if (isKanji(unit)) tokens.delete(hash1(ONE_KANJI, unit));
  }
  return tokens.size === 0 ? null : [...tokens];
}

/** The token of one whole value of a field: a choice, `true`, a date, a number, a short text; null when it has none. */
export function valueToken(fieldId: string, value: string | number): number | null {
  const text = typeof value === 'number' ? String(value) : fold(value);
  return text.length > MAX_WHOLE_VALUE ? null : fieldToken(WHOLE_VALUE, fieldId, text);
}

/** The token of all dates of a field in one month, YYYY-MM. */
export const monthToken = (fieldId: string, month: string): number => fieldToken(MONTH, fieldId, month);

/** The token of all dates of a field on one day of whatever year, MM-DD. */
export const dayOfYearToken = (fieldId: string, monthDay: string): number => fieldToken(DAY_OF_YEAR, fieldId, monthDay);

function fieldToken(kind: number, fieldId: string, text: string): number {
  let hash = kind;
  for (let i = 0; i < fieldId.length; i += 1) hash = mix(hash, fieldId.charCodeAt(i));
  hash = mix(hash, 0);
  for (let i = 0; i < text.length; i += 1) hash = mix(hash, text.charCodeAt(i));
  return finish(hash);
}

/** The token of the bucket an id lies in. */
export function bucketToken(bucket: number): number {
  return hash2(BUCKET, bucket & 0xffff, Math.floor(bucket / 0x10000));
}

/** What the index needs to know of a field. */
export interface IndexedField {
  readonly id: string;
  readonly type: FieldType;
  readonly searchable: boolean;
}

/** What customer_search keeps of one customer. */
export interface SearchEntry {
  readonly tokens: Set<number>;
  /** the folded address and searchable values, one per line; q is compared with it */
  readonly texts: string;
}

/** Tokens and texts of a customer. */
export function searchEntry(
  customer: { id: string; emailNormalised: string; fieldValues: Readonly<Record<string, FieldValue>> },
  fields: readonly IndexedField[],
): SearchEntry {
  const tokens = new Set<number>([bucketToken(Math.floor(Number(customer.id) / BUCKET_SIZE))]);
  let texts = customer.emailNormalised;
  addPieces(customer.emailNormalised, tokens);
  for (const field of fields) {
    const value = customer.fieldValues[field.id];
    if (value === undefined) continue;
    if (typeof value === 'object') for (const id of value) addWholeValue(field.id, id, tokens);
    else if (value !== false) addWholeValue(field.id, value === true ? 'true' : value, tokens);
    if (field.type === 'date' && typeof value === 'string') {
      tokens.add(monthToken(field.id, value.slice(0, 7)));
      tokens.add(dayOfYearToken(field.id, value.slice(5)));
    }
    if (field.searchable && typeof value === 'string') {
      const folded = fold(value);
      addPieces(folded, tokens);
      addLonePairs(folded, tokens);
      texts += `\n${folded}`;
    }
  }
  return { tokens, texts };
}

function addWholeValue(fieldId: string, value: string | number, tokens: Set<number>): void {
  const token = valueToken(fieldId, value);
  if (token !== null) tokens.add(token);
}

/** The blocks of kanji; those outside the basic plane are two units and have a piece of two anyway. */
function isKanji(unit: number): boolean {
  return (unit >= 0x3400 && unit <= 0x9fff) || (unit >= 0xf900 && unit <= 0xfaff);
}

// MurmurHash3's mixing, inlined for one to three units because it runs some hundred times per customer.
function mix(hash: number, unit: number): number {
  let k = Math.imul(unit, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const hash1 = (kind: number, a: number): number => finish(mix(kind, a));
const hash2 = (kind: number, a: number, b: number): number => finish(mix(mix(kind, a), b));
const hash3 = (kind: number, a: number, b: number, c: number): number => finish(mix(mix(mix(kind, a), b), c));
