// npm run lint: every check of the sources, a few at a time; prints only what is wrong.
import { fileURLToPath } from 'node:url';
import { bootstrap, main, quietly, Refusal } from './bootstrap.mjs';

const bin = (name) => `node_modules/.bin/${name}`;

export const LINT_CHECKS = [
  { name: 'oxlint', command: [bin('oxlint'), '--type-aware', 'apps', 'libs', 'tools'] },
  { name: 'oxfmt', command: [bin('oxfmt'), '--check', 'apps', 'libs', 'tools'] },
  {
    name: 'dependency-cruiser',
    command: [bin('depcruise'), 'apps', 'libs', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
  },
  { name: 'knip', command: [bin('knip'), '--no-progress'] },
  { name: 'types of the tests', command: [bin('tsc'), '-p', 'tsconfig.test.json'] },
  { name: 'types of the benchmarks', command: [bin('tsc'), '-p', 'apps/server/tsconfig.bench.json', '--noEmit'] },
  { name: 'types of the dashboard', command: [bin('tsc'), '-p', 'apps/web/tsconfig.json', '--noEmit'] },
];

/** Runs commands two at a time, in the order given, and calls `report(check, { code, output, seconds })` for each. */
export async function runChecks(checks, report) {
  const queue = [...checks];
  const lane = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const startedAt = performance.now();
      const result = await quietly(check.command[0], check.command.slice(1));
      report(check, { ...result, seconds: (performance.now() - startedAt) / 1000 });
    }
  };
  await Promise.all([lane(), lane()]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await bootstrap({ build: true }); // the type checks read what the build wrote
    const failed = [];
    await runChecks(LINT_CHECKS, (check, { code, output }) => {
      if (code === 0) return;
      failed.push(check.name);
      console.error(`── ${check.name}\n${output.trimEnd()}\n`);
    });
    if (failed.length > 0) throw new Refusal(`Not clean: ${failed.join(', ')}.`);
    console.log(`Clean: ${LINT_CHECKS.map((check) => check.name).join(', ')}.`);
  });
}
