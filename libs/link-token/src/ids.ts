const MAX_ID = 2n ** 63n - 1n;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DECIMAL = /^[1-9][0-9]{0,18}$/;
/** Where the 16 pairs of hexadecimal digits begin in a uuid's text. */
const PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

/** Writes the decimal id of a row (PostgreSQL bigint, positive) as 8 bytes, big endian. Throws on anything else. */
export function writeRowId(id: string, into: Buffer, at: number): void {
  if (!DECIMAL.test(id)) throw new TypeError(`not a row id: ${id}`);
  const value = BigInt(id);
  if (value > MAX_ID) throw new TypeError(`not a row id: ${id}`);
  into.writeBigUInt64BE(value, at);
}

/** Reads what `writeRowId` wrote. */
export function readRowId(from: Buffer, at: number): string {
  return from.readBigUInt64BE(at).toString();
}

/** Writes a lower-case uuid as 16 bytes. Throws on anything else. */
export function writeUuid(id: string, into: Buffer, at: number): void {
  if (!UUID.test(id)) throw new TypeError(`not a lower-case uuid: ${id}`);
  // by hand, a quarter of the time of taking the dashes out for Buffer#write
  for (let i = 0; i < 16; i++) {
    const pair = PAIRS[i]!;
    into[at + i] = (digitValue(id.charCodeAt(pair)) << 4) | digitValue(id.charCodeAt(pair + 1));
  }
}

/** Reads what `writeUuid` wrote. */
export function readUuid(from: Buffer, at: number): string {
  const hex = from.toString('hex', at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function digitValue(code: number): number {
  return code <= 0x39 ? code - 0x30 : code - 0x57;
}
