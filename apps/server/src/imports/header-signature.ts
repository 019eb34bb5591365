import { createHash } from 'node:crypto';

/** Two files with the same headings in the same order have the same signature, whatever their width and spaces. */
export function headerSignature(headings: readonly string[]): Buffer {
  const plain = headings.map((heading) => heading.normalize('NFKC').trim().toLowerCase());
  return createHash('sha256').update(JSON.stringify(plain)).digest().subarray(0, 16);
}
