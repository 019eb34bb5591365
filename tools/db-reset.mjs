// npm run db:reset: throws away the data of this installation, then migrates and loads the demo data.
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { bootstrap, main, Refusal } from './bootstrap.mjs';
import { dataFolder, lockDataFolder, prepareDataFolder } from './installation.mjs';
import { runServerProgram, withDatabases } from './offline-work.mjs';

await main(async () => {
  if (process.env.DATABASE_URL)
    throw new Refusal('DATABASE_URL names a server of your own: db:reset only throws away what npm start made itself.');
  await bootstrap({ build: true });
  const dir = dataFolder();
  prepareDataFolder(dir);
  lockDataFolder(dir); // refuses while the installation runs
  await confirm(dir);
  const postgres = join(dir, 'postgres');
  if (existsSync(postgres)) rmSync(realpathSync(postgres), { recursive: true, force: true });
  for (const part of ['postgres', 'redis', 'storage']) rmSync(join(dir, part), { recursive: true, force: true });
  prepareDataFolder(dir);
  await withDatabases(dir, (env) => runServerProgram(['--enable-source-maps', 'dist/seed-demo.js'], env));
  process.exit(0);
});

async function confirm(dir) {
  if (process.argv.includes('--yes')) return;
  if (!process.stdin.isTTY)
    throw new Refusal(`This throws away everything in ${dir}. To do so without a question: npm run db:reset -- --yes`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Throw away everything in ${dir} (customers, mailings, history)? Type yes: `);
  terminal.close();
  if (answer.trim() !== 'yes') throw new Refusal('Nothing was changed.');
}
