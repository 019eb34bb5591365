// npm run bench -- [import plan send track events list customer render] [--size N] [--json]: our speed as ratios against bare loops.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, main } from './bootstrap.mjs';

await main(async () => {
  const run = (args) => spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
  const built = run([
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-b',
    'libs/csv',
    'libs/mail-render',
    'libs/mailer',
    'apps/ses-sandbox',
    'apps/server/tsconfig.bench.json',
  ]);
  process.exitCode = built === 0 ? run(['apps/server/dist-bench/bench/main.js', ...process.argv.slice(2)]) : built;
});
