import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Global, Inject, Injectable, Module } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';

/** Files that belong to rows: uploads and results. Keys look like `imports/42.csv`. Disk now; S3 fits the same four verbs. */
export abstract class Storage {
  /** Stores the stream under the key, replacing; returns the bytes written. A stream that fails leaves nothing behind. */
  abstract put(key: string, content: Readable | AsyncIterable<Uint8Array>): Promise<number>;
  /** Reads from byte `from` up to byte `to` (exclusive; default: the end). */
  abstract read(key: string, range?: { from?: number; to?: number }): Readable;
  abstract size(key: string): Promise<number>;
  /** Removing what is not there is fine. */
  abstract remove(key: string): Promise<void>;
}

/** Storage in a folder shared by all processes of one machine. */
@Injectable()
export class DiskStorage extends Storage {
  constructor(@Inject(ENV) private readonly env: Env) {
    super();
  }

  override async put(key: string, content: Readable | AsyncIterable<Uint8Array>): Promise<number> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true });
    const file = createWriteStream(path, { mode: 0o600, flush: true });
    try {
      await pipeline(content, file);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
    return file.bytesWritten;
  }

  override read(key: string, range: { from?: number; to?: number } = {}): Readable {
    return createReadStream(this.path(key), {
      start: range.from ?? 0,
      ...(range.to === undefined ? {} : { end: range.to - 1 }),
      highWaterMark: 256 * 1024,
    });
  }

  override async size(key: string): Promise<number> {
    return (await stat(this.path(key))).size;
  }

  override async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  /** Keys are made by us, never by a user; the check is a second fence. */
  private path(key: string): string {
    if (!/^[a-z0-9-]+(\/[a-z0-9.-]+)+$/.test(key) || normalize(key) !== key)
      throw new Error(`Not a storage key: ${key}`);
    return join(this.env.STORAGE_DIR, key);
  }
}

@Global()
@Module({ providers: [{ provide: Storage, useClass: DiskStorage }], exports: [Storage] })
export class StorageModule {}
