// Writes compressed copies beside the files of the built dashboard: the api hands them out as they are.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const PACKED = /\.(js|css|svg|html)$/;
/** A smaller file fits into one packet anyway. */
const WORTH_IT_BYTES = 1000;
/** 11 makes them another 7 % smaller and takes twelve times as long. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** A `.br` and a `.gz` of every file below `folder` that gets smaller by it. */
export async function packAssets(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => PACKED.test(name));
  await Promise.all(files.map((name) => pack(join(folder, name))));
}

async function pack(file) {
  const plain = readFileSync(file);
  if (plain.length < WORTH_IT_BYTES) return;
  const [br, gz] = await Promise.all([promisify(brotliCompress)(plain, BROTLI), promisify(gzip)(plain, { level: 9 })]);
  if (br.length < plain.length) writeFileSync(`${file}.br`, br);
  if (gz.length < plain.length) writeFileSync(`${file}.gz`, gz);
}
