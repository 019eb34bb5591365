import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';

const START = join(process.cwd(), 'tools/start.mjs');
const data = mkdtempSync(join(tmpdir(), 'kubari-start-'));

afterAll(() => rmSync(data, { recursive: true }));

/** Runs npm start's program until it ends by itself. */
function start(env: Record<string, string>): Promise<{ code: unknown; said: string }> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((done) => {
    execFile(
      process.execPath,
      [START],
      { env: { PATH, HOME, KUBARI_DATA: data, ...env }, timeout: 25_000 },
      (error, stdout, stderr) => done({ code: error?.code ?? 0, said: `${stdout}${stderr}`.trim() }),
    );
  });
}

/** A port in use, for as long as the work takes. */
async function withTakenPort<T>(work: (port: number) => Promise<T>): Promise<T> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

describe('npm start that cannot succeed ends with one sentence and exit code 1', () => {
  test('a port that is taken', async () => {
    await withTakenPort(async (port) => {
      const { code, said } = await start({ PORT: String(port) });
      expect([code, said]).toEqual([1, expect.stringContaining(`Port ${port} on 127.0.0.1 is not free`)]);
      expect(said.split('\n')).toHaveLength(1);
    });
  });

  test('a port that is none', async () => {
    const { code, said } = await start({ PORT: 'abc' });
    expect([code, said]).toEqual([1, 'PORT must be a number from 1 to 65535, not "abc".']);
  });

  test('a data folder that cannot be written', async () => {
    const { code, said } = await start({ KUBARI_DATA: '/dev/null/kubari' });
    expect([code, said]).toEqual([1, expect.stringContaining('The data folder /dev/null/kubari cannot be written')]);
  });

  test('a Redis that does not answer where REDIS_URL points', async () => {
    const [free, dead] = await withTakenPort((one) => withTakenPort(async (other) => [String(one), other]));
    const { code, said } = await start({ PORT: free, REDIS_URL: `redis://127.0.0.1:${dead}` });
    expect([code, said]).toEqual([1, expect.stringContaining(`Redis does not answer at 127.0.0.1:${dead}`)]);
  });

  test('a Redis that is not there and cannot be fetched', async () => {
    const free = await withTakenPort(async (port) => String(port));
    const { code, said } = await start({ PORT: free, REDIS_SERVER: '/nowhere/redis-server' });
    expect([code, said]).toEqual([1, 'REDIS_SERVER=/nowhere/redis-server cannot be run.']);
  });
});
