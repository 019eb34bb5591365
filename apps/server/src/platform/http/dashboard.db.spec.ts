import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../../../test/http.js';

const SCRIPT = `export const text = '${'くばり'.repeat(500)}';`;

let api: TestApi;
let webRoot: string;

beforeAll(async () => {
  webRoot = mkdtempSync(join(tmpdir(), 'kubari-web-'));
  mkdirSync(join(webRoot, 'assets'));
  writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>Kubari</title>');
  writeFileSync(join(webRoot, 'assets/main-1a2b.js'), SCRIPT);
  writeFileSync(join(webRoot, 'assets/main-1a2b.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(webRoot, 'assets/main-1a2b.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(webRoot, 'assets/tiny-3c4d.css'), 'a{color:red}');
  api = await startApi({ env: { WEB_ROOT: webRoot } });
});

afterAll(async () => {
  await api.close();
  rmSync(webRoot, { recursive: true });
});

const fetched = (path: string, accept: string) => fetch(api.url + path, { headers: { 'Accept-Encoding': accept } });

describe('the built dashboard', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', null],
  ])('a browser that takes "%s" gets its scripts packed as %s', async (accept, encoding) => {
    const answer = await fetched('/assets/main-1a2b.js', accept);
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, encoding]);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('vary')).toContain('Accept-Encoding');
    expect(await answer.text()).toBe(SCRIPT);
  });

  test('what was not worth packing is handed out as it is', async () => {
    const answer = await fetched('/assets/tiny-3c4d.css', 'br');
    expect([answer.status, answer.headers.get('content-encoding')]).toEqual([200, null]);
    expect(await answer.text()).toBe('a{color:red}');
  });

  test.each(['/assets/main-0000.js', '/assets/..%2findex.html', '/assets/'])('%s is no page', async (path) => {
    expect((await fetched(path, 'br')).status).toBe(404);
  });

  test('every other path is the one page, which is asked for anew each time', async () => {
    const answer = await fetched('/customers/1', 'br');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.text()).toContain('<title>Kubari</title>');
  });
});
