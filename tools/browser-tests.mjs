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

/** Test files are shared out; each share has a system of its own, so that no test meets another one's settings. */
const SHARES = 2;

/**
 * Resolves to { passed, failed, output }. Skipped tests count as failed. Tests that failed are tried once more, on a
 * fresh system; those that pass then are passed, but named in the output: they want mending.
 */
export async function runBrowserTests(args, { scratch, endings }) {
  const chromium = await ensureChromium();
  const shares = args.length > 0 ? 1 : SHARES;
  const results = await Promise.all(
    Array.from({ length: shares }, (_, i) => runShare({ share: i + 1, shares, args, chromium, scratch, endings })),
  );
  return {
    passed: results.reduce((total, { passed }) => total + passed, 0),
    failed: results.reduce((total, { failed }) => total + failed.length, 0),
    output: results.flatMap(({ output }) => output).join('\n'),
  };
}

async function runShare(context) {
  const { share, shares, args } = context;
  const first = await runOnce(context, [...(shares === 1 ? [] : [`--shard=${share}/${shares}`]), ...args]);
  if (first.failed.length === 0 || !first.canRepeat) return first;
  const second = await runOnce(context, ['--last-failed', ...args]);
  const mended = first.failed.filter((title) => !second.failed.includes(title));
  return {
    passed: first.passed + mended.length,
    failed: second.failed,
    output: [...second.output, ...mended.map((title) => `Passed only at the second try: ${title}`)],
  };
}

/** Resolves to { passed, failed: titles, output: lines, canRepeat }; the usual report goes to the terminal. */
async function runOnce({ share, chromium, scratch, endings }, args) {
  const system = await startFreshSystem(join(scratch, `browser-${share}`));
  endings.push(system.stop);
  const broken = (output) => ({ passed: 0, failed: ['browser'], output: [output], canRepeat: false });
  if (!system.runtime) return broken(`${system.said()}\nThe system for the browser tests did not start.`);
  const { dashboardUrl, publicUrl, inboxUrl, setupUrl } = system.runtime;
  const report = join(scratch, `playwright-${share}.json`);
  rmSync(report, { force: true });
  const env = {
    ...process.env,
    CHROMIUM_PATH: chromium,
    E2E_URL: dashboardUrl,
    E2E_PUBLIC_URL: publicUrl,
    E2E_INBOX_URL: inboxUrl,
    E2E_SETUP_URL: setupUrl,
    E2E_RESULTS: `test-results/share-${share}`,
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
