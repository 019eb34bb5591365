import { ApiModule } from '../src/api.module.js';
import { LinkTokens } from '@kubari/link-token';
import type { Database } from '../src/platform/database/database.js';
import { createHttpApp } from '../src/platform/http/http-app.js';
import { linkTokens } from '../src/platform/links/link-tokens.js';
import { freshDatabase } from './environment.js';
import { bareServer, listen, underLoad } from './load.js';
import type { Report, Servers } from './measure.js';
import { deliveredMail, type DeliveredMail } from './delivered-mail.js';

const CONNECTIONS = 128;
const HEADERS =
  'Host: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1\r\nAccept: */*\r\nAccept-Language: ja\r\n\r\n';
const TARGET = 'https://shop.example.jp/products/1';

/** First clicks and opens of `count` people, each recorded before it is answered, against a server that only answers. */
export async function benchTrack(servers: Servers, count: number): Promise<Report> {
  const { env, db, close } = await freshDatabase(servers);
  const mail = await deliveredMail(db, count);
  const { app, server } = await createHttpApp(ApiModule.with(env));
  const bare = bareServer((_, response) => response.writeHead(302, { Location: TARGET, 'Content-Length': 0 }).end());
  const [port, barePort] = await Promise.all([listen(server), listen(bare)]);
  const tokens = linkTokens(env);
  const clicks = requestsOf(tokens, mail, 'click');
  const common = { env, db, connections: CONNECTIONS };
  const warm = { ...common, port, requests: clicks.slice(0, Math.min(2_000, count)), status: 302 };
  await underLoad('warm-up', warm);
  await underLoad('warm-up', { ...warm, requests: requestsOf(tokens, mail, 'open').slice(0, 2_000), status: 200 });
  await forget(db);
  const figures = [
    await underLoad('bare node 302', { ...common, port: barePort, requests: clicks, status: 302 }),
    await underLoad('first click of everybody', { ...common, port, requests: clicks, status: 302 }),
    await underLoad('second click of everybody', { ...common, port, requests: clicks, status: 302 }),
    await underLoad('first open of everybody', {
      ...common,
      port,
      requests: requestsOf(tokens, mail, 'open'),
      status: 200,
    }),
  ];
  await assertRecorded(db, count);
  server.closeAllConnections();
  bare.closeAllConnections();
  bare.close();
  server.close();
  await app.close();
  await close();
  const [base, click] = figures;
  const cpu = (f = click): number => (((f?.appCpuSeconds ?? 0) + (f?.dbCpuSeconds ?? 0)) / count) * 1000;
  return {
    bench: `track ${count} clicks and opens`,
    figures,
    ratios: {
      'click / bare (time)': (click?.seconds ?? 0) / (base?.seconds ?? 1),
      'CPU s per 1,000 clicks, app + db (goal 0.10)': cpu(),
      'CPU s per 1,000 opens, app + db (goal 0.10)': cpu(figures[3]),
    },
  };
}

function requestsOf(tokens: LinkTokens, { deliveryId, recipientIds }: DeliveredMail, kind: 'click' | 'open'): string[] {
  return recipientIds.map((recipientId, i) => {
    const ids = { deliveryId, recipientId };
    const path = kind === 'click' ? `/c/${tokens.click(ids)}/${(i % 6) + 1}` : `/o/${tokens.open(ids)}.gif`;
    return `GET ${path} HTTP/1.1\r\n${HEADERS}`;
  });
}

async function forget(db: Database): Promise<void> {
  await db.rows('truncate tracking_event');
  await db.rows(
    'update delivery_recipient set clicked_at = null, opened_at = null where clicked_at is not null or opened_at is not null',
  );
  await db.rows('vacuum analyze delivery_recipient');
}

async function assertRecorded(db: Database, count: number): Promise<void> {
  const [row] = await db.rows<{ events: number; opened: number; clicked: number }>(
    `select (select count(*)::int from tracking_event) as events, count(opened_at)::int as opened,
            count(clicked_at)::int as clicked from delivery_recipient`,
  );
  if (row?.events !== 3 * count || row.opened !== count || row.clicked !== count)
    throw new Error(`Hits are missing: ${JSON.stringify(row)}`);
}
