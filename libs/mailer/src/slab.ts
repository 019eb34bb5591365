/** Below the size from which malloc asks the kernel for fresh pages each time. */
const SLAB_BYTES = 96 * 1024;

/** Room from `at` on, as bytes and for writing numbers. */
export interface Room {
  readonly bytes: Buffer;
  readonly view: DataView;
  readonly at: number;
}

/**
 * Gives out pieces of memory one after the other. A mail is written where it stays, into room reserved for the worst
 * case, of which it then takes what it used: no copy and no allocation of its own. A kept piece keeps its slab alive.
 */
export class Slab {
  private bytes = Buffer.allocUnsafeSlow(SLAB_BYTES);
  private view = new DataView(this.bytes.buffer);
  private used = 0;

  /** At least `byteCount` bytes of room, until the next `reserve`. */
  reserve(byteCount: number): Room {
    if (this.used + byteCount > this.bytes.length) {
      this.bytes = Buffer.allocUnsafeSlow(Math.max(byteCount, SLAB_BYTES));
      this.view = new DataView(this.bytes.buffer);
      this.used = 0;
    }
    return { bytes: this.bytes, view: this.view, at: this.used };
  }

  /** Ends the reservation: what lies before `end` is the caller's for good. */
  take(end: number): Buffer {
    const piece = this.bytes.subarray(this.used, end);
    this.used = end;
    return piece;
  }
}
