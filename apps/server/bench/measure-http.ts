import type { Database } from '../src/platform/database/database.js';
import { hashToken, newToken } from '../src/users/session-token.js';
import { dbCpuSeconds, percentile, type Figure } from './measure.js';

const ROUNDS = 40;

/** Times one piece of work, warm: 40 rounds, or 8 where its name begins with `count`. */
export async function timed(name: string, db: Database, work: () => Promise<unknown>): Promise<Figure> {
  for (let i = 0; i < 3; i++) await work();
  const rounds = name.startsWith('count') ? 8 : ROUNDS;
  const dbBefore = await dbCpuSeconds(db);
  const cpu = process.cpuUsage();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  const used = process.cpuUsage(cpu);
  return {
    name,
    count: rounds,
    seconds: times.reduce((sum, ms) => sum + ms, 0) / 1000,
    appCpuSeconds: (used.user + used.system) / 1e6,
    dbCpuSeconds: (await dbCpuSeconds(db)) - dbBefore,
    extra: { 'p50 ms': percentile(times, 50), 'p95 ms': percentile(times, 95) },
  };
}

/** A session of somebody who may read customers, as the cookie of a request. */
export async function signIn(db: Database): Promise<string> {
  const token = newToken();
  await db.rows(
    `with made as (insert into user_role (name, permissions, built_in) values ('bench', '{customer.read}', false) returning id),
          person as (insert into app_user (email, email_normalised, name, password_hash, role_id) select 'b@example.jp', 'b@example.jp', 'b', '', id from made returning id)
     insert into user_session (token_hash, user_id, created_at, last_seen_at, expires_at) select $1, id, now(), now(), now() + interval '1 day' from person`,
    [hashToken(token)],
  );
  return `kubari_session=${token}`;
}
