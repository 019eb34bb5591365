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

/** As many test files run at a time; each worker has a system of its own, so that no test meets another one's settings. */
const WORKERS = 2;

/**
 * Resolves to { passed, failed, output }. Skipped tests count as failed. Tests that failed are tried once more, on fresh
 * systems; those that pass then are passed, but named in the output: they want mending.
 */
export async function runBrowserTests(args, { scratch, endings }) {
  const context = { chromium: await ensureChromium(), scratch, endings };
  const first = await runOnce(context, { workers: args.length > 0 ? 1 : WORKERS, args });
  const result = first.canRepeat ? await again(context, first, args) : first;
  return { passed: result.passed, failed: result.failed.length, output: result.output.join('\n') };
}

async function again(context, first, args) {
  const second = await runOnce(context, { workers: 1, args: ['--last-failed', ...args], trace: true });
  const mended = first.failed.filter((title) => !second.failed.includes(title));
  return {
    passed: first.passed + mended.length,
    failed: second.failed,
    output: [...second.output, ...mended.map((title) => `Passed only at the second try: ${title}`)],
  };
}

/** Resolves to { passed, failed: titles, output: lines, canRepeat }; the usual report goes to the terminal. */
async function runOnce({ chromium, scratch, endings }, { workers, args, trace = false }) {
  const systems = await Promise.all(
    Array.from({ length: workers }, (_, i) => startFreshSystem(join(scratch, `system-${i}`))),
  );
  const stop = () => Promise.all(systems.map((system) => system.stop()));
  endings.push(stop);
  const broken = (output) => ({ passed: 0, failed: ['browser'], output: [output], canRepeat: false });
  const dead = systems.find(({ runtime }) => !runtime);
  if (dead) return broken(`${dead.said()}\nThe system for the browser tests did not start.`);
  const report = join(scratch, 'playwright.json');
  rmSync(report, { force: true });
  const env = {
    ...process.env,
    CHROMIUM_PATH: chromium,
    E2E_SYSTEMS: JSON.stringify(
      systems.map(({ runtime: { dashboardUrl, publicUrl, inboxUrl, setupUrl } }) => ({
        dashboardUrl,
        publicUrl,
        inboxUrl,
        setupUrl,
      })),
    ),
    ...(trace ? { E2E_TRACE: '1' } : {}),
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
  await stop();
  if (!existsSync(report)) return broken('Playwright ended without a report.');
  return verdict(JSON.parse(readFileSync(report, 'utf8')));
}

function verdict({ stats, errors, suites }) {
  const failed = titlesOf(suites, 'unexpected');
  const skipped = titlesOf(suites, 'skipped');
  const all = [...failed, ...skipped, ...(errors.length > 0 && failed.length === 0 ? ['browser'] : [])];
  const output = skipped.map((title) => `A skipped test counts as failed: ${title}`);
  return { passed: stats.expected, failed: all, output, canRepeat: failed.length > 0 };
}

const titlesOf = (suites, wanted) =>
  suites.flatMap(({ title, specs = [], suites: inner = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === wanted))
      .map((spec) => `${title} › ${spec.title}`),
    ...titlesOf(inner, wanted),
  ]);

async function startFreshSystem(dir) {
  const logFile = `${dir}.log`;
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
