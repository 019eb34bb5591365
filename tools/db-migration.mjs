// npm run db:migration add-coupon-limit: writes the migration that leads from the migrations so far to the entities,
// ready to be read and edited. Works on a throw-away database.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, main, quietly, Refusal, ROOT } from './bootstrap.mjs';
import { startThrowaway } from './services.mjs';

const MIGRATIONS = 'src/platform/database/migrations';

await main(async () => {
  const name = process.argv[2];
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(name ?? ''))
    throw new Refusal('Usage: npm run db:migration <verb-noun>, for example: npm run db:migration add-coupon-limit');
  await bootstrap({ build: true });
  const folder = join(ROOT, 'apps/server', MIGRATIONS);
  const before = new Set(readdirSync(folder));
  const services = await startThrowaway();
  try {
    const env = { ...process.env, DATABASE_URL: services.databaseUrl };
    await typeorm(['migration:run'], env);
    await typeorm(['migration:generate', `${MIGRATIONS}/${name}`], env);
  } finally {
    await services.stop();
  }
  const made = readdirSync(folder).filter((file) => !before.has(file));
  await quietly(
    'node_modules/.bin/oxfmt',
    made.map((file) => join(folder, file)),
  );
  console.log(
    `Wrote apps/server/${MIGRATIONS}/${made.join(', ')}: read and edit it, then list it in index.ts beside it.`,
  );
});

async function typeorm(args, env) {
  const command = ['node_modules/typeorm/cli.js', ...args, '-d', 'dist/cli-data-source.js'];
  const { code, output } = await quietly(process.execPath, command, { cwd: join(ROOT, 'apps/server'), env });
  if (code === 0) return;
  if (/No changes in database schema were found/.test(output))
    throw new Refusal('Migrations and entities agree: there is nothing to write.');
  throw new Refusal(`${output.trimEnd().split('\n').slice(-20).join('\n')}\nTypeORM failed at ${args[0]}; see above.`);
}
