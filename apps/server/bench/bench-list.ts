import type { AddressInfo } from 'node:net';
import { ApiModule } from '../src/api.module.js';
import { SearchIndexer } from '../src/customers/search/search-indexer.js';
import { createHttpApp } from '../src/platform/http/http-app.js';
import { loadDeliveries, type LoadedDeliveries } from '../test/delivered-customers.js';
import { loadCustomers, type LoadedCustomers } from '../test/million-customers.js';
import { freshDatabase } from './environment.js';
import type { Figure, Report, Servers } from './measure.js';
import { signIn, timed } from './measure-http.js';

/** The customer list over HTTP at `count` customers: every way in of targets.md, warm, page of 50. */
export async function benchList(servers: Servers, count: number): Promise<Report> {
  const { env, db, close } = await freshDatabase(servers);
  const loaded = await loadCustomers(db, count);
  const deliveries = await loadDeliveries(db, loaded);
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
  const paths = { ...requests(loaded, deep), ...conditionRequests(loaded, deliveries) };
  for (const [name, path] of Object.entries(paths)) figures.push(await timed(name, db, () => get(path)));
  await app.close();
  server.close();
  await close();
  const slowest = (isCount: boolean, part: string): number =>
    Math.max(
      ...figures.filter(({ name }) => name.startsWith('count') === isCount).map(({ extra }) => extra?.[part] ?? 0),
    );
  return {
    bench: `list of ${count} customers`,
    figures,
    ratios: {
      'slowest p50 of a page / goal of 50 ms': slowest(false, 'p50 ms') / 50,
      'slowest p95 of a page / goal of 200 ms': slowest(false, 'p95 ms') / 200,
      'slowest p95 of a count / goal of 1 s': slowest(true, 'p95 ms') / 1000,
    },
  };
}

const where = (tree: object): string => `?conditions=${encodeURIComponent(JSON.stringify(tree))}`;
const q = (text: string): string => `?q=${encodeURIComponent(text)}`;

/** Every row of targets.md, and a few people really type. */
function requests({ fields, groups }: LoadedCustomers, deep: string): Record<string, string> {
  const tokyo = { field: fields.prefecture, op: 'any_of', values: ['c13'] };
  const rich = { field: fields.points, op: 'gte', value: 9000 };
  return {
    'first page': '',
    'deep page': `?cursor=${deep}`,
    'by part of the address, rare': q('shota.teshigawara'),
    'by part of the address, frequent': q('example.co'),
    'by two rare letters': q('zq'),
    'by whole address of nobody': q('nobody-has-this@example.org'),
    'by name of two kanji, frequent': q('佐藤'),
    'by name of two kanji, rare': q('髙﨑'),
    'one group': `?groupId=${groups[0]?.id}`,
    'one small group': `?groupId=${groups.at(-1)?.id}`,
    'one field value': where({ all: [tokyo] }),
    'two conditions': where({ all: [tokyo, rich] }),
    'name and prefecture': `${q('髙﨑')}&${where({ all: [tokyo] }).slice(1)}`,
    'in error': '?status=error',
    'count of all': '/count',
    'count of one field value': `/count${where({ all: [tokyo] })}`,
    'count of two conditions': `/count${where({ all: [tokyo, rich] })}`,
    'count by tab': '/counts-by-status',
  };
}

/** Conditions on groups, days, mails and links, alone, together and in groups inside each other. */
function conditionRequests({ fields, groups }: LoadedCustomers, mails: LoadedDeliveries): Record<string, string> {
  const tokyo = { field: fields.prefecture, op: 'any_of', values: ['c13'] };
  const birthday = { field: fields.birthday, op: 'month_day', value: 'today' };
  const [big, , , small] = groups.map(({ id }) => ({ kind: 'group', op: 'in', groupId: id }));
  const did = (op: string, deliveryId: string): object => ({ kind: 'delivery', op, deliveryId });
  const clicked = { kind: 'link', op: 'clicked', deliveryId: mails.big, linkNo: 2 };
  const trees = {
    'a group': { all: [small] },
    'group and prefecture': { all: [big, tokyo] },
    'small group and prefecture': { all: [small, tokyo] },
    'not in a group': { all: [{ ...big, op: 'not_in' }, tokyo] },
    'opened a mail to many': { all: [did('opened', mails.big)] },
    'opened a mail to few': { all: [did('opened', mails.small)] },
    'not opened, and prefecture': { all: [did('not_opened', mails.small), tokyo] },
    'clicked a link': { all: [clicked] },
    'clicked any link of a site': { all: [{ kind: 'link', op: 'clicked', url: 'shop.example.jp' }] },
    'birthday today': { all: [birthday] },
    'born in a year': { all: [{ field: fields.birthday, op: 'between', value: '1990-01-01', to: '1990-12-31' }] },
    'registered lately': { all: [{ kind: 'registered', op: 'relative', value: -7, to: 0 }] },
    'registered long ago': { all: [{ kind: 'registered', op: 'before', value: '2024-02-01' }] },
    'nested groups': { all: [big, { any: [birthday, { all: [tokyo, did('clicked', mails.big)] }] }] },
    'mail or birthday': { any: [did('clicked', mails.small), birthday] },
  };
  const pages = Object.entries(trees).map(([name, tree]) => [name, where(tree)]);
  const counts = Object.entries(trees).map(([name, tree]) => [`count: ${name}`, `/count${where(tree)}`]);
  return Object.fromEntries([...pages, ...counts]) as Record<string, string>;
}

/** A cursor some two thousand pages in, as deep scrolling would make it. */
async function deepCursor(get: (path: string) => Promise<{ nextCursor?: string | null }>): Promise<string> {
  let cursor = '';
  for (let page = 0; page < 100; page++)
    cursor = (await get(`?limit=200${cursor && `&cursor=${cursor}`}`)).nextCursor ?? cursor;
  return cursor;
}
