import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Global, Inject, Injectable, Module } from '@nestjs/common';
import { ENV, type Env } from '../config/env.js';

/** Files that belong to rows: uploads and results. Keys look like `imports/42.csv`. Disk now; S3 fits the same verbs. */
export abstract class Storage {
  /**
   * Stores the stream under the key, whole or not at all: while it comes in, if it fails and if the process is killed,
   * the key holds what it held before. Returns the bytes written. One writer per key at a time.
   */
  abstract put(key: string, content: Readable | AsyncIterable<Uint8Array>): Promise<number>;
  /** Reads from byte `from` up to byte `to` (exclusive; default: the end). */
  abstract read(key: string, range?: { from?: number; to?: number }): Readable;
  abstract size(key: string): Promise<number>;
  /** Removing what is not there is fine. Takes what a killed writer of the key left along. */
  abstract remove(key: string): Promise<void>;
  /**
   * Removes files of a folder (`imports`) that nobody has written to for an hour and that no row names: killed processes
   * leave them. `namedAmong` tells which of some keys rows name.
   */
  abstract removeForgotten(
    folder: string,
    namedAmong: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<void>;
}

/** The end of the name of a file that is still being written. */
const PART = '.part';
/** No writer pauses for so long, and no file waits so long for the row that names it. */
const FORGOTTEN_AFTER_MS = 3_600_000;
const KEYS_AT_ONCE = 500;

/** Storage in a folder shared by all processes of one machine. */
@Injectable()
export class DiskStorage extends Storage {
  constructor(@Inject(ENV) private readonly env: Env) {
    super();
  }

  override async put(key: string, content: Readable | AsyncIterable<Uint8Array>): Promise<number> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true });
    const part = path + PART;
    const file = (await open(part, 'wx', 0o600)).createWriteStream({ flush: true });
    try {
      await pipeline(content, file);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    await flushFolder(dirname(path));
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
    const path = this.path(key);
    await rm(path, { force: true });
    await rm(path + PART, { force: true });
  }

  override async removeForgotten(
    folder: string,
    namedAmong: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<void> {
    for await (const keys of this.untouchedKeys(folder)) {
      const named = await namedAmong(keys);
      for (const key of keys) if (!named.has(key)) await rm(join(this.env.STORAGE_DIR, key), { force: true });
    }
  }

  /** Files carry the time of the system, so that is what they are compared with. */
  private async *untouchedKeys(folder: string): AsyncGenerator<string[]> {
    const before = Date.now() - FORGOTTEN_AFTER_MS;
    const path = join(this.env.STORAGE_DIR, folder);
    const entries = await opendir(path).catch(unlessMissing);
    let keys: string[] = [];
    for await (const entry of entries ?? []) {
      const file = entry.isFile() ? await stat(join(path, entry.name)).catch(unlessMissing) : null;
      if (file && file.mtimeMs < before) keys.push(`${folder}/${entry.name}`);
      if (keys.length < KEYS_AT_ONCE) continue;
      yield keys;
      keys = [];
    }
    if (keys.length > 0) yield keys;
  }

  /** Keys are made by us, never by a user; the check is a second fence. */
  private path(key: string): string {
    if (!/^[a-z0-9-]+(\/[a-z0-9.-]+)+$/.test(key) || normalize(key) !== key)
      throw new Error(`Not a storage key: ${key}`);
    return join(this.env.STORAGE_DIR, key);
  }
}

/** A rename outlives a power cut once its folder is on disk. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Somebody may remove a file between two looks. */
function unlessMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT') return null;
  throw error;
}

@Global()
@Module({ providers: [{ provide: Storage, useClass: DiskStorage }], exports: [Storage] })
export class StorageModule {}
