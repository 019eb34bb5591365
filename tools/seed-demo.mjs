// npm run seed:demo: fills the installation, running or not, with believable demo data.
import { bootstrap, main } from './bootstrap.mjs';
import { runServerProgram, withInstallation } from './offline-work.mjs';

await main(async () => {
  await bootstrap({ build: true });
  await withInstallation((env) =>
    runServerProgram(['--enable-source-maps', 'dist/seed-demo.js', ...process.argv.slice(2)], env),
  );
  process.exit(0); // the farewell watch would wait on
});
