import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Env } from '../config/env.js';
import { DiskStorage } from './storage.js';

let folder: string;
let storage: DiskStorage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubari-storage-'));
  storage = new DiskStorage({ STORAGE_DIR: folder } as Env);
});
afterEach(() => rm(folder, { recursive: true }));

const KEY = 'imports/1.csv';
const files = (): Promise<string[]> => readdir(join(folder, 'imports'));

async function textOf(key: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of storage.read(key)) parts.push(part as Uint8Array);
  return Buffer.concat(parts).toString();
}

async function* bytes(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

/** A stream that waits in its middle until `go` is called. */
function paused(): { readonly content: AsyncGenerator<Uint8Array>; readonly waits: Promise<void>; go: () => unknown } {
  const signals = new EventTarget();
  const hears = (name: string): Promise<void> =>
    new Promise((resolve) => signals.addEventListener(name, () => resolve(), { once: true }));
  const waits = hears('middle');
  const goes = hears('go');
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('new, ');
    signals.dispatchEvent(new Event('middle'));
    await goes;
    yield Buffer.from('whole');
  }
  return { content: content(), waits, go: () => signals.dispatchEvent(new Event('go')) };
}

describe('a file that replaces another one', () => {
  test('is not seen before it is whole', async () => {
    await storage.put(KEY, bytes('old'));
    const { content, waits, go } = paused();
    const writing = storage.put(KEY, content);
    await waits;
    expect(await textOf(KEY)).toBe('old');
    go();
    expect(await writing).toBe(10);
    expect(await textOf(KEY)).toBe('new, whole');
    expect(await files()).toEqual(['1.csv']);
  });

  test('and breaks off leaves the old one, and nothing of itself', async () => {
    await storage.put(KEY, bytes('old'));
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('new');
      throw new Error('aborted');
    }
    await expect(storage.put(KEY, broken())).rejects.toThrow('aborted');
    expect(await textOf(KEY)).toBe('old');
    expect(await files()).toEqual(['1.csv']);
  });

  test('is written by one writer: a second one is refused and does the first no harm', async () => {
    const { content, waits, go } = paused();
    const writing = storage.put(KEY, content);
    await waits;
    await expect(storage.put(KEY, bytes('other'))).rejects.toThrow('EEXIST');
    go();
    await writing;
    expect(await textOf(KEY)).toBe('new, whole');
  });
});

describe('what killed processes leave', () => {
  const age = (name: string): Promise<void> => {
    const long = new Date(Date.now() - 3_700_000);
    return utimes(join(folder, 'imports', name), long, long);
  };

  test('goes after an hour; what rows name and what is young stays', async () => {
    for (const name of ['1', '2', '3']) await storage.put(`imports/${name}.csv`, bytes(name));
    await storage.put('imports/1.csv.part', bytes('half'));
    for (const name of ['1.csv', '1.csv.part', '2.csv']) await age(name);
    await storage.removeForgotten('imports', async () => new Set(['imports/1.csv']));
    expect((await files()).sort()).toEqual(['1.csv', '3.csv']);
  });

  test('goes with the file itself when that is removed', async () => {
    await storage.put(`${KEY}.part`, bytes('half'));
    await storage.remove(KEY);
    expect(await files()).toEqual([]);
  });

  test('a folder that nothing was ever put into has none', async () => {
    await storage.removeForgotten('exports', () => Promise.reject(new Error('asked for nothing')));
  });
});
