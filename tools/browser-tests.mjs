// Runs the Playwright tests of apps/web/e2e against a system of their own: free ports, a fresh data folder.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap.mjs';
import { ensureChromium } from './chromium.mjs';
import { readRuntimeFile } from './installation.mjs';
import { endProcess, freePort, isAlive, spawnServer, until } from './services/processes.mjs';

const OWN_SETTINGS =
  /^(DATABASE_URL|REDIS_URL|STORAGE_DIR|KUBARI_\w+|SES_\w+|HOST|PORT|SANDBOX_\w+|DASHBOARD_URL|PUBLIC_URL|WEB_ROOT)$/;

/** Resolves to { passed, failed, output }; flaky and skipped tests count as failed. */
export async function runBrowserTests(args, { scratch, endings }) {
  const chromium = await ensureChromium();
  const system = await startFreshSystem(scratch);
  endings.push(system.stop);
  if (!system.runtime)
    return { passed: 0, failed: 1, output: `${system.said()}\nThe system for the browser tests did not start.` };
  const { dashboardUrl, publicUrl, inboxUrl, setupUrl } = system.runtime;
  const report = join(scratch, 'playwright.json');
  const env = {
    ...process.env,
    CHROMIUM_PATH: chromium,
    E2E_URL: dashboardUrl,
    E2E_PUBLIC_URL: publicUrl,
    E2E_INBOX_URL: inboxUrl,
    E2E_SETUP_URL: setupUrl,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  };
  const web = join(ROOT, 'apps/web');
  await new Promise((done) => {
    const child = spawn(join(web, 'node_modules/.bin/playwright'), ['test', '--reporter=list,json', ...args], {
      cwd: web,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    endings.push(() => child.kill());
    child.once('error', done).once('exit', done);
  });
  await system.stop();
  if (!existsSync(report)) return { passed: 0, failed: 1, output: 'Playwright ended without a report.' };
  return counts(JSON.parse(readFileSync(report, 'utf8')));
}

function counts({ stats, errors }) {
  const failed = stats.unexpected + stats.flaky + stats.skipped + (errors.length > 0 && stats.unexpected === 0 ? 1 : 0);
  const output =
    stats.flaky + stats.skipped > 0 ? `${stats.flaky} flaky and ${stats.skipped} skipped tests count as failed.` : '';
  return { passed: stats.expected, failed, output };
}

async function startFreshSystem(scratch) {
  const dir = join(scratch, 'system');
  const logFile = join(scratch, 'system.log');
  let child;
  for (let attempt = 0; attempt < 3; attempt++) {
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { mode: 0o711 });
    const inherited = Object.entries(process.env).filter(([name]) => !OWN_SETTINGS.test(name));
    const env = { ...Object.fromEntries(inherited), KUBARI_DATA: dir, PORT: String(await freePort()) };
    const log = openSync(logFile, 'w');
    child = spawnServer(process.execPath, [join(ROOT, 'tools/start.mjs')], {
      cwd: ROOT,
      env,
      stdio: ['ignore', log, log],
    });
    await until(() => !isAlive(child) || readRuntimeFile(dir) !== undefined, 120_000);
    if (isAlive(child)) break; // else: another process may have taken the port in between
  }
  return {
    runtime: readRuntimeFile(dir),
    said: () => readFileSync(logFile, 'utf8').trimEnd(),
    stop: () => endProcess(child, { graceMs: 20_000 }),
  };
}
