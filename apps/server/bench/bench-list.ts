import type { AddressInfo } from 'node:net';
import { ApiModule } from '../src/api.module.js';
import { SearchIndexer } from '../src/customers/search/search-indexer.js';
import { createHttpApp } from '../src/platform/http/http-app.js';
import { loadCustomers, type LoadedCustomers } from '../test/million-customers.js';
import { freshDatabase } from './environment.js';
import type { Figure, Report, Servers } from './measure.js';
import { signIn, timed } from './measure-http.js';

/** The customer list over HTTP at `count` customers: every way in of targets.md, warm, page of 50. */
export async function benchList(servers: Servers, count: number): Promise<Report> {
  const { env, db, close } = await freshDatabase(servers);
  const loaded = await loadCustomers(db, count);
  await new SearchIndexer(db).index();
  await db.rows('vacuum analyze customer_search');
  const { app, server } = await createHttpApp(ApiModule.with(env));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/customers`;
  const cookie = await signIn(db);
  const get = async (path: string): Promise<{ nextCursor?: string | null }> => {
    const response = await fetch(`${base}${path}`, { headers: { cookie } });
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { nextCursor?: string | null };
  };
  const deep = await deepCursor(get);
  const figures: Figure[] = [];
  for (const [name, path] of Object.entries(requests(loaded, deep)))
    figures.push(await timed(name, db, () => get(path)));
  await app.close();
  server.close();
  await close();
  const slowest = Math.max(...figures.filter((f) => !f.name.startsWith('count')).map((f) => f.extra?.['p50 ms'] ?? 0));
  return { bench: `list of ${count} customers`, figures, ratios: { 'slowest p50 / goal of 50 ms': slowest / 50 } };
}

/** Every row of targets.md, and a few people really type. */
function requests({ fields, groups }: LoadedCustomers, deep: string): Record<string, string> {
  const where = (...all: object[]): string => `?conditions=${encodeURIComponent(JSON.stringify({ all }))}`;
  const q = (text: string): string => `?q=${encodeURIComponent(text)}`;
  const tokyo = { field: fields.prefecture, op: 'any_of', values: ['c13'] };
  return {
    'first page': '',
    'deep page': `?cursor=${deep}`,
    'by part of the address, rare': q('shota.teshigawara'),
    'by part of the address, frequent': q('example.co'),
    'by whole address of nobody': q('nobody-has-this@example.org'),
    'by name of two kanji, frequent': q('佐藤'),
    'by name of two kanji, rare': q('髙﨑'),
    'one group': `?groupId=${groups[0]?.id}`,
    'one small group': `?groupId=${groups.at(-1)?.id}`,
    'one field value': where(tokyo),
    'two conditions': where(tokyo, { field: fields.points, op: 'gte', value: 9000 }),
    'name and prefecture': `${q('髙﨑')}&conditions=${encodeURIComponent(JSON.stringify({ all: [tokyo] }))}`,
    'in error': '?status=error',
    'count of all': '/count',
    'count of one field value': `/count${where(tokyo)}`,
    'count of two conditions': `/count${where(tokyo, { field: fields.points, op: 'gte', value: 9000 })}`,
    'count by tab': '/counts-by-status',
  };
}

/** A cursor some two thousand pages in, as deep scrolling would make it. */
async function deepCursor(get: (path: string) => Promise<{ nextCursor?: string | null }>): Promise<string> {
  let cursor = '';
  for (let page = 0; page < 100; page++)
    cursor = (await get(`?limit=200${cursor && `&cursor=${cursor}`}`)).nextCursor ?? cursor;
  return cursor;
}
