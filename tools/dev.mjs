// npm run dev: as npm start, but everything reloads: tsc -b -w, node --watch, vite with the api behind its proxy.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, main, ROOT } from './bootstrap.mjs';
import { runInstallation } from './run.mjs';
import { freePort, isPortFree } from './services/processes.mjs';

const VITE_PORT = 5173;

const programs = ['api', 'worker'].map((name) => ({
  name,
  args: ['--watch', '--watch-preserve-output', '--enable-source-maps', join(ROOT, `apps/server/dist/main.${name}.js`)],
}));

await main(async () => {
  await bootstrap({ build: true });
  const vitePort = (await isPortFree(VITE_PORT)) ? VITE_PORT : await freePort();
  process.env.DASHBOARD_URL ??= `http://localhost:${vitePort}`;
  await runInstallation({
    programs,
    onUp: ({ runtime, system }) => {
      const watchers = [
        watch('.', 'node_modules/.bin/tsc', ['-b', '-w', '--preserveWatchOutput']),
        watch('apps/web', 'node_modules/.bin/vite', ['--port', String(vitePort), '--strictPort'], {
          KUBARI_API_URL: `http://127.0.0.1:${system.port}`,
        }),
      ];
      console.log(
        [runtime.dashboardUrl, runtime.docsUrl, runtime.inboxUrl, runtime.setupUrl].filter(Boolean).join('\n'),
      );
      return () => watchers.forEach((watcher) => watcher.kill());
    },
  });
});

function watch(folder, command, args, env = {}) {
  const cwd = join(ROOT, folder);
  return spawn(join(cwd, command), args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
