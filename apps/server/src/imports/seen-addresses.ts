const FIRST_CAPACITY = 1 << 16;

/**
 * The addresses that stood in the file so far, as 64-bit hashes: 24 bytes each at most, so that ten million rows fit
 * into memory. Deletions need it: somebody who is gone cannot tell whether an earlier row of the file did that.
 */
export class SeenAddresses {
  private low = new Uint32Array(FIRST_CAPACITY);
  private high = new Uint32Array(FIRST_CAPACITY);
  private size = 0;

  /** True when it was not in the file before; from now on it was. */
  add(emailNormalised: string): boolean {
    if (this.size * 2 >= this.low.length) this.grow();
    const [low, high] = hashOf(emailNormalised);
    return this.put(low, high);
  }

  private put(low: number, high: number): boolean {
    const mask = this.low.length - 1;
    let slot = low & mask;
    while (this.low[slot] !== 0 || this.high[slot] !== 0) {
      if (this.low[slot] === low && this.high[slot] === high) return false;
      slot = (slot + 1) & mask;
    }
    this.low[slot] = low;
    this.high[slot] = high;
    this.size += 1;
    return true;
  }

  private grow(): void {
    const { low, high } = this;
    this.low = new Uint32Array(low.length * 2);
    this.high = new Uint32Array(low.length * 2);
    this.size = 0;
    low.forEach((value, slot) => {
      const other = high[slot] ?? 0;
      if (value !== 0 || other !== 0) this.put(value, other);
    });
  }
}

/** Two rounds of multiply and mix over the characters (after cyrb53); never 0, 0, which marks a free slot. */
function hashOf(text: string): readonly [number, number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return [a >>> 0, b >>> 0 || 1];
}
