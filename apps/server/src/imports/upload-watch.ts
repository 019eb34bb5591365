import { Transform } from 'node:stream';
import { detectEncoding, type CsvEncoding } from '@kubari/csv';
import { importTooLarge } from './imports.errors.js';

/** Looks at every byte on its way to storage: too many? UTF-8 to the last one (C-40)? an Excel workbook (C-31)? */
export class UploadWatch extends Transform {
  private bytes = 0;
  private decoder: InstanceType<typeof TextDecoder> | null = new TextDecoder('utf-8', { fatal: true });
  private head: Buffer | null = null;

  constructor(private readonly maxBytes: number) {
    super();
  }

  /** UTF-8 when the whole file is; otherwise what Japanese Excel writes. */
  get encoding(): CsvEncoding {
    return this.decoder ? 'utf-8' : this.head && detectEncoding(this.head).bom ? 'utf-8' : 'cp932';
  }

  /** xlsx is a zip archive, xls an OLE file. */
  get looksLikeExcel(): boolean {
    const start = this.head?.subarray(0, 4).toString('hex');
    return start === '504b0304' || start === 'd0cf11e0';
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error | null, data?: Buffer) => void): void {
    this.head ??= Buffer.from(chunk.subarray(0, 64));
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) return done(importTooLarge(this.maxBytes));
    this.validate(() => this.decoder?.decode(chunk, { stream: true }));
    done(null, chunk);
  }

  override _flush(done: () => void): void {
    this.validate(() => this.decoder?.decode());
    done();
  }

  private validate(decode: () => void): void {
    try {
      decode();
    } catch {
      this.decoder = null;
    }
  }
}
