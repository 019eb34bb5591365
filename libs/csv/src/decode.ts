import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Excel in Japan writes CP932 (Windows-31J), everything else UTF-8. */
export type CsvEncoding = 'utf-8' | 'cp932';

/** The encoding of a file as its first bytes tell it, and whether it begins with a byte order mark. */
export interface DetectedEncoding {
  encoding: CsvEncoding;
  bom: boolean;
}

/** True when the bytes begin with the UTF-8 byte order mark. */
export function hasUtf8Bom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** C-40: a BOM or valid UTF-8 (the sample may end inside a character) is UTF-8, pure ASCII too; all else is CP932. */
export function detectEncoding(sample: Uint8Array): DetectedEncoding {
  if (hasUtf8Bom(sample)) return { encoding: 'utf-8', bom: true };
  return { encoding: isUtf8(withoutCutCharacter(sample)) ? 'utf-8' : 'cp932', bom: false };
}

function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, sample.length); back++) {
    const byte = sample[sample.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? sample.subarray(0, sample.length - back) : sample;
  }
  return sample;
}

/**
 * Decodes bytes[from, to) and turns the first `count` entries of `bounds` (ascending byte positions inside it)
 * into positions in the returned text. Broken characters become U+FFFD and never swallow a delimiter.
 */
export type RegionDecoder = (bytes: Buffer, from: number, to: number, bounds: Int32Array, count: number) => string;

/** The decoder of one encoding. The whole region is decoded at once, since a native call per cell costs more than a row. */
export function regionDecoder(encoding: CsvEncoding): RegionDecoder {
  const decodeOther = encoding === 'utf-8' ? decodeUtf8 : decodeCp932;
  return (bytes, from, to, bounds, count) => {
    if (!isAscii(bytes.subarray(from, to))) return decodeOther(bytes, from, to, bounds, count);
    for (let i = 0; i < count; i++) bounds[i]! -= from;
    return bytes.toString('latin1', from, to);
  };
}

let units = Buffer.alloc(0);

/** Room for code units, shared by all calls since each turns it into a string before it returns. */
function unitsFor(count: number): Uint16Array {
  if (units.length < count * 2) units = Buffer.from(new ArrayBuffer(count * 2));
  return new Uint16Array(units.buffer, units.byteOffset, count);
}

function textOf(count: number): string {
  return units.toString('utf16le', 0, count * 2);
}

const decodeUtf8: RegionDecoder = (bytes, from, to, bounds, count) => {
  if (!isUtf8(bytes.subarray(from, to))) return decodeBrokenUtf8(bytes, bounds, count);
  const out = unitsFor(to - from);
  let at = from;
  let unit = 0;
  for (let i = 0; i < count; i++) {
    const bound = bounds[i]!;
    while (at < bound) {
      const byte = bytes[at]!;
      if (byte < 0x80) {
        out[unit++] = byte;
        at += 1;
      } else if (byte < 0xe0) {
        out[unit++] = ((byte & 0x1f) << 6) | (bytes[at + 1]! & 0x3f);
        at += 2;
      } else if (byte < 0xf0) {
        out[unit++] = ((byte & 0x0f) << 12) | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f);
        at += 3;
      } else {
        const code =
          ((byte & 0x07) << 18) |
          ((bytes[at + 1]! & 0x3f) << 12) |
          ((bytes[at + 2]! & 0x3f) << 6) |
          (bytes[at + 3]! & 0x3f);
        out[unit++] = 0xd7c0 + (code >> 10);
        out[unit++] = 0xdc00 + (code & 0x3ff);
        at += 4;
      }
    }
    bounds[i] = unit;
  }
  return textOf(unit);
};

function decodeBrokenUtf8(bytes: Buffer, bounds: Int32Array, count: number): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for (let i = 0; i < count; i += 2) {
    const cell = decoder.decode(bytes.subarray(bounds[i], bounds[i + 1]));
    bounds[i] = text.length;
    text += cell;
    bounds[i + 1] = text.length;
  }
  return text;
}

const REPLACEMENT = 0xfffd;

// Own table, not TextDecoder('shift_jis'): ICU swaps 0x1A, 0x1C and 0x7F and loses 0x80, and decoding by table lets
// the positions be turned in the same pass.
const decodeCp932: RegionDecoder = (bytes, from, to, bounds, count) => {
  const table = cp932Table();
  const out = unitsFor(to - from);
  let position = from;
  let unit = 0;
  for (let i = 0; i < count; i++) {
    const bound = bounds[i]!;
    while (position < bound) {
      const byte = bytes[position++]!;
      if (byte < 0x80) {
        out[unit++] = byte;
      } else if (isLead(byte)) {
        const trail = position < bound ? bytes[position]! : 0;
        const code = table[(byte << 8) | trail]!;
        // A wrong second byte is left in place when it is ASCII, so that it keeps its own meaning (WHATWG does so too).
        if (code !== 0 || trail >= 0x80) position++;
        out[unit++] = code === 0 ? REPLACEMENT : code;
      } else {
        out[unit++] = byte >= 0xa1 && byte <= 0xdf ? byte + 0xfec0 : byte === 0x80 ? byte : REPLACEMENT;
      }
    }
    bounds[i] = unit;
  }
  return textOf(unit);
};

function isLead(byte: number): boolean {
  return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
}

let table: Uint16Array | undefined;

/** Code unit of every two-byte character of Windows-31J (index lead << 8 | trail), 0 where there is none. */
function cp932Table(): Uint16Array {
  if (table !== undefined) return table;
  table = new Uint16Array(0x10000);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    if (!isLead(lead)) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      if (trail === 0x7f) continue;
      table[(lead << 8) | trail] = lead >= 0xf0 && lead <= 0xf9 ? userDefined(lead, trail) : defined(lead, trail);
    }
  }
  return table;
}

function defined(lead: number, trail: number): number {
  const text = iconv.decode(Buffer.from([lead, trail]), 'cp932');
  const code = text.charCodeAt(0);
  return text.length === 1 && code !== REPLACEMENT ? code : 0;
}

/** 外字 have no meaning of their own: 1,880 places from U+E000, as Windows does. */
function userDefined(lead: number, trail: number): number {
  return 0xe000 + (lead - 0xf0) * 188 + trail - (trail > 0x7f ? 0x41 : 0x40);
}
