// CP932 as Japanese Excel writes it, and CSV files read back: enough for tools/try-api.mjs.

let codes;

/** Characters of CP932 to their bytes, turned round from what the platform decodes; ①, ㈱ and 髙 are among them. */
function codesOfCharacters() {
  if (codes) return codes;
  codes = new Map();
  const decoder = new TextDecoder('shift_jis', { fatal: true });
  const learn = (...bytes) => {
    try {
      const character = decoder.decode(Uint8Array.from(bytes));
      if ([...character].length === 1 && !codes.has(character)) codes.set(character, bytes);
    } catch {
      // no character has these bytes
    }
  };
  for (let byte = 0; byte < 0x100; byte++) learn(byte);
  for (let lead = 0x81; lead <= 0xfc; lead++) for (let trail = 0x40; trail <= 0xfc; trail++) learn(lead, trail);
  return codes;
}

/** Bytes of a text in CP932; throws for a character that has none. */
export function encodeCp932(text) {
  const table = codesOfCharacters();
  return Buffer.from(
    [...text].flatMap((character) => {
      const bytes = table.get(character);
      if (!bytes) throw new Error(`${character} does not exist in CP932`);
      return bytes;
    }),
  );
}

export const decodeCp932 = (bytes) => new TextDecoder('shift_jis', { fatal: true }).decode(bytes);

/** The rows of a CSV text. */
export function parseCsv(text) {
  const rows = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
    if (end === '') break;
  }
  return rows.filter((row) => row.length > 1 || (row[0] ?? '') !== '');
}
