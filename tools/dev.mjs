// npm run dev: as npm start, but everything reloads: tsc -b after a change, node --watch, vite with the api behind its proxy.
import { watch } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, main, quietly, ROOT } from './bootstrap.mjs';
import { COMPILED } from './build.mjs';
import { runInstallation } from './run.mjs';
import { freePort, isPortFree, spawnServer } from './services/processes.mjs';

const VITE_PORT = 5173;
/** An editor that saves all, or a checkout, is one change. */
const REST_MS = 100;

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
      const stopCompiling = compileOnChange();
      const vite = startVite(vitePort, { KUBARI_API_URL: `http://127.0.0.1:${system.port}` });
      console.log(
        [runtime.dashboardUrl, runtime.docsUrl, runtime.inboxUrl, runtime.setupUrl].filter(Boolean).join('\n'),
      );
      return () => {
        stopCompiling();
        vite.kill();
      };
    },
  });
});

function startVite(port, env) {
  const cwd = join(ROOT, 'apps/web');
  return spawnServer(join(cwd, 'node_modules/.bin/vite'), ['--port', String(port), '--strictPort'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Compiles when a source has changed. Not tsc -w: TypeScript 7 polls for it, busy all the time and late by half a minute. */
function compileOnChange() {
  let timer;
  let running = Promise.resolve();
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(compile);
    }, REST_MS);
  };
  const watchers = COMPILED.map((folder) => watch(join(ROOT, folder, 'src'), { recursive: true }, changed));
  return () => {
    clearTimeout(timer);
    watchers.forEach((watcher) => watcher.close());
  };
}

async function compile() {
  const { code, output } = await quietly('node_modules/.bin/tsc', ['-b']);
  const time = new Date().toTimeString().slice(0, 8);
  console.log(code === 0 ? `${time} Compiled.` : `${output.trimEnd()}\n${time} Not compiled: see above.`);
}
