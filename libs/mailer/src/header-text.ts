import { headerAddress } from './address.js';
import { MimeError } from './mime-error.js';

/** An address with the name shown beside it. */
export interface Mailbox {
  /** addr-spec in ASCII (a domain with other characters in its xn-- form) */
  readonly address: string;
  readonly name?: string;
}

/** Lines that hold an encoded word have at most 76 characters, the word itself 75 (RFC 2047 §2). */
const LINE_CHARS = 76;
const WORD_CHARS = 75;
const WORD_FRAME = '=?UTF-8?B??='.length;

// oxlint-disable-next-line no-control-regex -- finding control characters is the point
const BREAKS_HEADER = /[\r\n\0]/;
const PRINTABLE = /^[!-~](?:[ -~]*[!-~])?$/;
const ATOMS = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/;

/**
 * The value of an unstructured header (RFC 2047 §5): as it is if it is short plain ASCII, else as folded encoded words
 * that never cut a character. `column` counts the characters before it on its line. Throws a MimeError on CR, LF, NUL.
 */
export function encodeText(text: string, header: string, column: number): string {
  if (BREAKS_HEADER.test(text)) throw new MimeError('control-character', header);
  if (text === '' || (isPlain(text) && column + text.length <= LINE_CHARS)) return text;
  return encodeWords(text, column);
}

/** `Header: name <address>`, folded where it is long, without the line end. Throws a MimeError. */
export function mailboxHeader(header: string, mailbox: Mailbox): string {
  const address = headerAddress(mailbox.address, header);
  const name = mailbox.name?.trim() ?? '';
  if (name === '') return `${header}: ${address}`;
  const line = `${header}: ${encodePhrase(name, header)}`;
  const lastLine = line.length - (line.lastIndexOf('\n') + 1);
  return lastLine + address.length + 3 <= LINE_CHARS ? `${line} <${address}>` : `${line}\r\n <${address}>`;
}

function encodePhrase(name: string, header: string): string {
  const text = encodeText(name, header, header.length + 2);
  if (text !== name || ATOMS.test(name)) return text;
  const quoted = `"${name.replace(/["\\]/g, '\\$&')}"`;
  return quoted.length + header.length + 2 <= LINE_CHARS ? quoted : encodeWords(name, header.length + 2);
}

/** Plain text that no reader can take for an encoded word and that loses no blank at its ends. */
function isPlain(text: string): boolean {
  return PRINTABLE.test(text) && !text.includes('=?');
}

function encodeWords(text: string, column: number): string {
  const bytes = Buffer.from(text, 'utf8');
  const words: string[] = [];
  let room = wordBytes(LINE_CHARS - column);
  for (let from = 0; from < bytes.length;) {
    let to = Math.min(from + room, bytes.length);
    while (to < bytes.length && (bytes[to]! & 0xc0) === 0x80) to--; // back to the first byte of a character
    words.push(`=?UTF-8?B?${bytes.toString('base64', from, to)}?=`);
    from = to;
    room = wordBytes(WORD_CHARS);
  }
  return words.join('\r\n ');
}

/** How many bytes a word of so many characters carries. */
function wordBytes(chars: number): number {
  return Math.floor((Math.min(chars, WORD_CHARS) - WORD_FRAME) / 4) * 3;
}
