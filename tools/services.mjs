// The door to local PostgreSQL and Redis. As a program it lends a throw-away pair to a test:
//   node tools/services.mjs [--durable]   prints {"databaseUrl","redisUrl"} and lives until its standard input closes.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from './bootstrap.mjs';
import { canBeEnteredByServer, startPostgres } from './services/postgres.mjs';
import { refuseUnreachableRedis, startRedis } from './services/redis.mjs';

export { refuseUnreachableRedis, startPostgres, startRedis };

/** A fresh folder that PostgreSQL, which may run as another user, can pass through. */
export function temporaryFolder() {
  const parent = [tmpdir(), '/tmp', '/var/tmp'].find(canBeEnteredByServer) ?? tmpdir();
  const dir = mkdtempSync(join(parent, 'kubari-'));
  chmodSync(dir, 0o711);
  return dir;
}

/** PostgreSQL and Redis over a temporary folder that stop() removes. durable: as safe as production (crash tests, bench). */
export async function startThrowaway({ durable = false } = {}) {
  const dir = temporaryFolder();
  const started = await Promise.allSettled([
    startPostgres({ dir: join(dir, 'postgres'), durable }),
    startRedis({ dir: join(dir, 'redis'), durable }),
  ]);
  const stop = async () => {
    await Promise.all(started.map((service) => service.value?.stop()));
    rmSync(dir, { recursive: true, force: true });
  };
  const failed = started.find((service) => service.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const [postgres, redis] = started.map((service) => service.value);
  return { databaseUrl: postgres.url, redisUrl: redis.url, postgres, redis, stop };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const services = await startThrowaway({ durable: process.argv.includes('--durable') });
    const end = () => void services.stop().then(() => process.exit(0));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
    process.stdin.once('end', end).resume();
    console.log(JSON.stringify({ databaseUrl: services.databaseUrl, redisUrl: services.redisUrl }));
  });
}
