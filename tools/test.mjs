// npm test: everything CI does, and one line at the end: "N passed, N failed".
//   node tools/test.mjs [unit|flows|web|e2e] [jest or Playwright arguments]
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, Refusal, ROOT } from './bootstrap.mjs';
import { runBrowserTests } from './browser-tests.mjs';
import { GENERATED, refuseStale } from './generate.mjs';
import { runJest } from './jest.mjs';
import { LINT_CHECKS, runChecks } from './lint.mjs';
import { startThrowaway, temporaryFolder } from './services.mjs';
import { onFarewell } from './supervisor.mjs';

const SERVER = ['--selectProjects', 'server'];
const FLOW = String.raw`\.flow\.spec\.ts$`;
const KINDS = {
  unit: { jest: [...SERVER, '--testPathIgnorePatterns', FLOW], services: true },
  flows: { jest: SERVER, pattern: FLOW, services: true, build: true },
  web: { jest: ['--selectProjects', 'web'] },
  e2e: { browser: true, build: true },
};

let finishing = false;
const tally = { passed: 0, failed: 0 };
const scratch = temporaryFolder();
/** @type {(() => unknown)[]} what to undo, last first */
const endings = [() => rmSync(scratch, { recursive: true, force: true })];

process.chdir(ROOT);
onFarewell(() => finish(130));
const [first, ...rest] = process.argv.slice(2);
try {
  if (first === undefined) await everything();
  else if (first in KINDS) await oneKind(KINDS[first], rest);
  else await oneKind({ jest: [], services: true, build: true }, [first, ...rest]);
} catch (error) {
  count('tests', { passed: 0, failed: 1, output: error instanceof Refusal ? error.message : error.stack });
}
await finish(tally.failed === 0 ? 0 : 1);

async function everything() {
  await bootstrap();
  await asOneTest('build', () => bootstrap({ build: true }));
  await runChecks(LINT_CHECKS, ({ name }, { code, output }) =>
    count(name, { passed: Number(code === 0), failed: Number(code !== 0), output: code === 0 ? '' : output }),
  );
  for (const kind of GENERATED) await asOneTest(`${kind.name} is fresh`, () => refuseStale(kind));
  await withServices(async (env) => count('server', await runJest(SERVER, { scratch, endings, env })));
  count('dashboard', await runJest(KINDS.web.jest, { scratch, endings }));
  count('browser', await runBrowserTests([], { scratch, endings }));
}

async function oneKind(kind, args) {
  await bootstrap({ build: kind.build });
  if (kind.browser) return count('browser', await runBrowserTests(args, { scratch, endings }));
  const patterns = kind.pattern && !args.some((arg) => !arg.startsWith('-')) ? [kind.pattern] : [];
  // Paths first: jest's list options swallow every word behind them.
  const run = async (env) =>
    count('jest', await runJest([...patterns, ...args, ...kind.jest], { scratch, endings, env }));
  return kind.services ? withServices(run) : run({});
}

/** A PostgreSQL and a Redis of our own: any number of runs go side by side. */
async function withServices(work) {
  const services = await startThrowaway();
  endings.push(services.stop);
  // A spec that kills processes borrows a durable pair: it runs TEST_SERVICES as a program.
  await work({
    TEST_DATABASE_URL: services.databaseUrl,
    TEST_REDIS_URL: services.redisUrl,
    TEST_SERVICES: join(ROOT, 'tools/services.mjs'),
  });
  endings.splice(endings.indexOf(services.stop), 1);
  await services.stop();
}

async function asOneTest(name, work) {
  try {
    await work();
    count(name, { passed: 1, failed: 0 });
  } catch (error) {
    count(name, { passed: 0, failed: 1, output: error instanceof Refusal ? error.message : error.stack });
  }
}

function count(name, { passed, failed, output }) {
  tally.passed += passed;
  tally.failed += failed;
  if (output) console.error(`\n${output.trimEnd()}\n`);
  console.log(`── ${name}: ${passed} passed, ${failed} failed (at ${Math.round(performance.now() / 1000)} s)`);
}

async function finish(code) {
  if (finishing) return new Promise(() => undefined); // Ctrl-C came first
  finishing = true;
  for (const end of endings.splice(0).reverse()) await end();
  if (code !== 130) console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exit(code);
}
